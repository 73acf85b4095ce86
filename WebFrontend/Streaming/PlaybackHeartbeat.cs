using Microsoft.Extensions.Options;
using OrleansVideo.Streaming;
using OrleansVideo.WebFrontend.Problems;

namespace OrleansVideo.WebFrontend.Streaming;

/// <summary>Once a heartbeat, tells the limiter which tokens this frontend holds; at the end, gives all of them back.</summary>
internal sealed partial class PlaybackHeartbeat(
    Playbacks playbacks,
    IOptions<StreamingOptions> options,
    TimeProvider clock,
    ILogger<PlaybackHeartbeat> logger) : BackgroundService
{
    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await Try(playbacks.GiveAllBack);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.Heartbeat, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken)) await Try(playbacks.Renew);
    }

    /// <summary>A heartbeat that is not answered is not the end: leases live for many of them, and lapse by themselves.</summary>
    private async Task Try(Func<Task> call)
    {
        try
        {
            await call();
        }
        catch (Exception e) when (ClusterTrouble.IsTrouble(e))
        {
            LogMissed(e.Message);
        }
    }

    [LoggerMessage(EventId = 4100, Level = LogLevel.Warning, Message = "The stream limiter did not answer a heartbeat: {Reason}")]
    private partial void LogMissed(string reason);
}
