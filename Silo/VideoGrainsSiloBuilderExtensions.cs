using Orleans.Configuration;
using OrleansVideo.Grains;
using OrleansVideo.Grains.Database;
using OrleansVideo.Media.Posters;
using OrleansVideo.Silo.Configuration;
using OrleansVideo.Silo.DueWork;
using OrleansVideo.Silo.Persistence;

namespace OrleansVideo.Silo;

/// <summary>Gives the silo the site's grains.</summary>
public static class VideoGrainsSiloBuilderExtensions
{
    /// <summary>Adds the grains' stores and options, the media directory, and the start of due work.</summary>
    /// <param name="silo">The silo.</param>
    /// <returns>The same builder.</returns>
    public static ISiloBuilder AddVideoGrains(this ISiloBuilder silo)
    {
        ArgumentNullException.ThrowIfNull(silo);
        var services = silo.Services;
        services.AddVideoGrains();
        services.AddGrainStateTypes(GrainStateJson.Resolver);
        services.AddFeatureOptions();
        services.Configure<SiloMessagingOptions>(messaging => messaging.CancelRequestOnTimeout = true); // Nobody waits for its statement any more.
        services.AddSingleton(provider => new PosterMaker(provider.GetRequiredService<TimeProvider>()));
        services.AddHostedService<PosterNotice>();
        services.AddHostedService<DueWorkStarter>();
        return silo;
    }
}
