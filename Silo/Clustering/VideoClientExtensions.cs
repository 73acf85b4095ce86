using Npgsql;
using Orleans.Configuration;
using Orleans.Dashboard;
using OrleansVideo.Silo.Clustering.Tls;
using OrleansVideo.Silo.Configuration;
using OrleansVideo.Silo.Database;
using OrleansVideo.Silo.DataDirectory;
using OrleansVideo.Silo.Persistence;

namespace OrleansVideo.Silo.Clustering;

/// <summary>Makes a host a client of the cluster: the frontend of a site whose silos run elsewhere.</summary>
public static class VideoClientExtensions
{
    /// <summary>How long a grain call may take unless its method says: a page's reader waits no longer.</summary>
    public static readonly TimeSpan ResponseTimeout = TimeSpan.FromSeconds(5);

    /// <summary>How often the list of silos is read again, so that one that came back is used again soon.</summary>
    private static readonly TimeSpan GatewayRefresh = TimeSpan.FromSeconds(5);

    /// <summary>A client reads the list of silos and nothing else.</summary>
    private const int MaxConnections = 4;

    /// <summary>
    /// Adds the client, the shared data directory and the features' options. While database or silos are away the client waits and
    /// connects by itself.
    /// </summary>
    /// <param name="builder">The frontend.</param>
    /// <returns>The same builder.</returns>
    public static IHostApplicationBuilder AddVideoClient(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddDataDirectory();
        builder.Services.AddSharedDataDirectory();
        builder.Services.AddFeatureOptions();
        builder.Services.AddVideoClusterOptions();
        builder.Services.AddClusterTls(ClusterRole.Frontend);
        builder.Services.AddSingleton(provider => PostgresConnection.CreateSource(
            provider.GetRequiredService<IConfiguration>(), MaxConnections));
        builder.Services.AddSingleton(provider => new ProviderDatabase("Npgsql", provider.GetRequiredService<NpgsqlDataSource>()));
        builder.Services.Configure<ClientMessagingOptions>(messaging =>
        {
            messaging.ResponseTimeout = ResponseTimeout;
            messaging.CancelRequestOnTimeout = true;
        });
        builder.Services.Configure<GatewayOptions>(gateways => gateways.GatewayListRefreshPeriod = GatewayRefresh);
        return builder.UseOrleansClient(client => client
            .UseAdoNetClustering(options => options.Configure<ProviderDatabase>(
                (clustering, database) => (clustering.Invariant, clustering.DataSource) = database))
            .UseConnectionRetryFilter<ConnectionRetry>()
            .AddActivityPropagation()
            .AddDashboard());
    }
}
