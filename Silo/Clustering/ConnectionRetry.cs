using Orleans.Runtime.Messaging;

namespace OrleansVideo.Silo.Clustering;

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
