using Npgsql;
using Orleans.Configuration;
using Orleans.Dashboard;
using Orleans.Runtime.Messaging;
using OrleansVideo.Deletion;
using OrleansVideo.Silo.Clustering.Tls;
using OrleansVideo.Silo.Configuration;
using OrleansVideo.Silo.DataDirectory;
using OrleansVideo.Silo.Database;
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
        builder.Services.AddSingleton<DeletionShards>();
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

/// <summary>A frontend that starts before its silos, or its database, waits for them; once connected, it reconnects by itself.</summary>
/// <param name="clock">Times the waits.</param>
/// <param name="logger">Told of each try that failed.</param>
internal sealed partial class ConnectionRetry(TimeProvider clock, ILogger<ConnectionRetry> logger) : IClientConnectionRetryFilter
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    /// <summary>A silo that wants another certificate, or any, closes the connection without a word.</summary>
    private const string CertificatesHint = " If silos run, their logs say why; with TLS, OrleansVideo:Cluster:Tls must name a certificate that they trust.";

    private TimeSpan wait = Shortest;

    /// <inheritdoc/>
    public async Task<bool> ShouldRetryConnectionAttempt(Exception exception, CancellationToken cancellationToken)
    {
        LogWaiting(exception is ConnectionFailedException ? exception.Message + CertificatesHint : exception.Message, wait.TotalSeconds);
        await Task.Delay(wait, clock, cancellationToken);
        wait = wait * 2 < Longest ? wait * 2 : Longest;
        return true;
    }

    [LoggerMessage(
        EventId = 2030, Level = LogLevel.Warning, Message = "The cluster does not answer yet ({Reason}); trying again in {Seconds} s")]
    private partial void LogWaiting(string reason, double seconds);
}
