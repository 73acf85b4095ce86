using Orleans.Dashboard;
using OrleansVideo.Silo.Clustering;
using OrleansVideo.Silo.DataDirectory;
using OrleansVideo.Silo.Persistence;

namespace OrleansVideo.Silo;

/// <summary>Makes a silo the site's silo.</summary>
public static class VideoSiloBuilderExtensions
{
    /// <summary>
    /// Adds everything the site's grains stand on: the data directory, the database, storage, reminders, clustering, the dashboard's
    /// silo half and tracing. Settings come from the host's configuration, section <c>OrleansVideo</c>, and are checked at start.
    /// </summary>
    /// <param name="silo">The silo of either host.</param>
    /// <param name="hosting">Which host it is.</param>
    /// <returns>The same builder.</returns>
    public static ISiloBuilder AddVideoSilo(this ISiloBuilder silo, SiloHosting hosting = SiloHosting.Embedded)
        => silo
            .AddVideoClustering(hosting)
            .AddVideoPersistence()
            .AddVideoGrains()
            .ConfigureServices(services => services.AddHostedService(provider => provider.GetRequiredService<Ballast>()))
            .AddActivityPropagation()
            // The trace page would show the log of the host to whoever may see the dashboard.
            .AddDashboard(dashboard => dashboard.HideTrace = true);
}
