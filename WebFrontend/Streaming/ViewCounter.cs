using System.Collections.Concurrent;
using OrleansVideo.Videos;
using OrleansVideo.WebFrontend.Problems;

namespace OrleansVideo.WebFrontend.Streaming;

/// <summary>Gathers views, one for each granted playback, and writes them in batches: a view costs no write of its own.</summary>
internal sealed partial class ViewCounter(
    IGrainFactory grains, StreamingMetrics metrics, TimeProvider clock, ILogger<ViewCounter> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);
    private readonly ConcurrentDictionary<Guid, int> _counts = new();

    /// <summary>Counts one view.</summary>
    public void Count(Guid videoId)
    {
        metrics.Granted(); // Each granted playback is one view.
        _counts.AddOrUpdate(videoId, 1, (_, count) => count + 1);
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await Flush();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken)) await Flush();
    }

    private async Task Flush()
    {
        foreach (var videoId in _counts.Keys)
        {
            if (!_counts.TryRemove(videoId, out var count)) continue;
            try
            {
                await grains.GetGrain<IVideoGrain>(videoId).AddViews(count);
            }
#pragma warning disable CA1031 // Views that can't be written, on a full disk for example, must not end the site.
            catch (Exception e)
#pragma warning restore CA1031
            {
                // Whether they were counted is not known: a view counted twice does less harm than one that is lost.
                _counts.AddOrUpdate(videoId, count, (_, more) => more + count);
                LogDelayed(e, videoId, count);
                if (ClusterTrouble.IsTrouble(e)) return; // The others would fare alike, each after its own time.
            }
        }
    }

    [LoggerMessage(EventId = 4110, Level = LogLevel.Warning, Message = "{Count} views of video {VideoId} could not be written yet")]
    private partial void LogDelayed(Exception error, Guid videoId, int count);
}
