using Microsoft.Extensions.Options;
using OrleansVideo.Streaming;

namespace OrleansVideo.WebFrontend.Streaming;

/// <summary>Once a heartbeat, tells the limiter which tokens this frontend holds; at the end, hands all of them over.</summary>
internal sealed partial class PlaybackHeartbeat(
    StreamLimiterClient limiter,
    IOptions<StreamingOptions> options,
    TimeProvider clock,
    ILogger<PlaybackHeartbeat> logger) : BackgroundService
{
    private bool _isMissed;

    /// <summary>A limiter that is away must not hold up the stop: leases lapse by themselves.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>A heartbeat out of turn, for what is to be known here at once; one that fails is made good by the next.</summary>
    public Task BeatNow() => Try(limiter.Renew);

    /// <summary>Called when the last request has ended: no byte flows under the tokens any more.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await Try(() => limiter.HandOver().WaitAsync(Patience, clock, CancellationToken.None));
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.Heartbeat, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken)) await BeatNow();
    }

    /// <summary>
    /// A heartbeat that is not answered is not the end: leases live for many of them, and lapse by themselves. The log has the
    /// first of a row that failed, and the next that was answered.
    /// </summary>
    private async Task Try(Func<Task> call)
    {
        try
        {
            await call();
            if (_isMissed) LogAnswered();
            _isMissed = false;
        }
#pragma warning disable CA1031 // One heartbeat that fails, for whatever reason, must not end all others, nor the site.
        catch (Exception e)
#pragma warning restore CA1031
        {
            if (!_isMissed) LogMissed(e);
            _isMissed = true;
        }
    }

    [LoggerMessage(EventId = 4100, Level = LogLevel.Warning, Message = "Heartbeats to the stream limiter fail")]
    private partial void LogMissed(Exception error);

    [LoggerMessage(EventId = 4101, Level = LogLevel.Information, Message = "Heartbeats to the stream limiter are answered again")]
    private partial void LogAnswered();
}
