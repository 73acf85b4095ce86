using System.Collections.Concurrent;
using OrleansVideo.Videos;

namespace OrleansVideo.WebFrontend.Streaming;

/// <summary>
/// Gathers views, one for each granted playback, and sends them every two seconds, all videos in one batch. What was gathered
/// since is lost when the process is killed, and no more.
/// </summary>
/// <remarks>
/// Whether a batch that was not answered is counted is unknown. So it is sent again under its number, as it was, before
/// anything that came later; the counter counts each number once. Nothing here grows without an end while the cluster is away:
/// a view needs a playback that the cluster has granted.
/// </remarks>
internal sealed partial class ViewCounter(
    IGrainFactory grains, Frontend frontend, StreamingMetrics metrics, TimeProvider clock, ILogger<ViewCounter> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);
    private readonly ConcurrentDictionary<Guid, long> _counts = new();
    private readonly SemaphoreSlim _sending = new(1);
    private ViewBatch? _unanswered;
    private long _number;
    private bool _isDelayed;

    /// <summary>Counts one view.</summary>
    public void Count(Guid videoId)
    {
        metrics.Granted(); // Each granted playback is one view.
        Gather(videoId, 1);
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await Flush();
        var lost = _counts.Values.Sum() + (_unanswered?.Counts.Sum(count => (long)count.Views) ?? 0);
        if (lost > 0) LogLost(lost);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        base.Dispose();
        _sending.Dispose();
    }

    /// <summary>Sends what has been gathered, one batch after the other, until nothing is left or one is not answered.</summary>
    internal async Task Flush()
    {
        await _sending.WaitAsync(); // A stop does not wait for the last flush: its own comes after it.
        try
        {
            while ((_unanswered ??= NextBatch()) is { } batch)
            {
                var outcome = await grains.GetGrain<IViewCounterGrain>(0).Add(batch);
                if (outcome == ViewBatchOutcome.Refused) LogRefused(batch.Number, batch.Counts.Length);
                else if (outcome is not (ViewBatchOutcome.Counted or ViewBatchOutcome.Repeated))
                    throw new NotSupportedException($"A counter of another release answers {outcome}.");
                _unanswered = null;
            }

            if (_isDelayed) LogSent();
            _isDelayed = false;
        }
#pragma warning disable CA1031 // Views that can't be written, on a full disk for example, must not end the site.
        catch (Exception e)
#pragma warning restore CA1031
        {
            if (!_isDelayed) LogDelayed(e, _number);
            _isDelayed = true;
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken)) await Flush();
    }

    private ViewBatch? NextBatch()
    {
        List<ViewCount> taken = [];
        foreach (var videoId in _counts.Keys.Take(ViewBatch.MaxVideos))
        {
            if (!_counts.TryRemove(videoId, out var count)) continue;
            var views = (int)Math.Min(count, ViewBatch.MaxViews);
            if (count > views) Gather(videoId, count - views);
            taken.Add(new ViewCount(videoId, views));
        }

        return taken.Count == 0 ? null : new ViewBatch(frontend.Id, ++_number, [.. taken]);
    }

    private void Gather(Guid videoId, long views) => _counts.AddOrUpdate(videoId, views, (_, count) => count + views);

    [LoggerMessage(EventId = 4110, Level = LogLevel.Warning, Message = "Views could not be counted: batch {Number} is sent again, under its number, every two seconds")]
    private partial void LogDelayed(Exception error, long number);

    [LoggerMessage(EventId = 4111, Level = LogLevel.Information, Message = "Views are counted again")]
    private partial void LogSent();

    [LoggerMessage(EventId = 4112, Level = LogLevel.Error, Message = "Batch {Number} with views of {Count} videos was refused and is given up")]
    private partial void LogRefused(long number, int count);

    [LoggerMessage(EventId = 4113, Level = LogLevel.Warning, Message = "The site stops before {Views} views could be counted: they are lost")]
    private partial void LogLost(long views);
}

/// <summary>
/// The views of a video, for who is shown one: what its grain says and what the counter has counted. A video's count is asked
/// for once in three seconds, however many look at it. A counter that does not answer keeps nobody from the video: what it said
/// last is shown.
/// </summary>
/// <param name="grains">The way to the counter.</param>
/// <param name="clock">The time.</param>
/// <param name="logger">The log.</param>
public sealed partial class CountedViews(IGrainFactory grains, TimeProvider clock, ILogger<CountedViews> logger)
{
    /// <summary>Videos whose counts are held; then all are forgotten and asked for again.</summary>
    public const int MaxVideos = 4_096;

    /// <summary>How long a count is shown before it is asked for again.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromSeconds(3);

    /// <summary>How long anybody waits for a count.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<Guid, (long AskedAt, Task<long> Count)> _counts = new();
    private volatile bool _isSilent;

    /// <summary>The facts of the video with all its views.</summary>
    /// <param name="video">What its grain said.</param>
    public async ValueTask<VideoDetails> AddTo(VideoDetails video)
    {
        ArgumentNullException.ThrowIfNull(video);
        return video with { Views = video.Views + await Count(video.Id) };
    }

    private Task<long> Count(Guid id)
    {
        var isKnown = _counts.TryGetValue(id, out var known);
        if (isKnown && clock.GetElapsedTime(known.AskedAt) < Life) return known.Count;
        if (!isKnown && _counts.Count >= MaxVideos) _counts.Clear();
        var count = Ask(id, isKnown ? known.Count : Task.FromResult(0L));
        _counts[id] = (clock.GetTimestamp(), count);
        return count;
    }

    private async Task<long> Ask(Guid id, Task<long> last)
    {
        try
        {
            var count = await grains.GetGrain<IViewCounterGrain>(0).GetCount(id).WaitAsync(Patience, clock);
            if (_isSilent) LogAnswers();
            _isSilent = false;
            return count;
        }
#pragma warning disable CA1031 // Whatever is wrong with the count, a silo of the release before that knows no counter included, the video can be shown.
        catch (Exception e)
#pragma warning restore CA1031
        {
            if (!_isSilent) LogSilent(e);
            _isSilent = true;
            return await last;
        }
    }

    [LoggerMessage(EventId = 4114, Level = LogLevel.Warning, Message = "The counter does not say how many views videos have: the last that is known is shown")]
    private partial void LogSilent(Exception error);

    [LoggerMessage(EventId = 4115, Level = LogLevel.Information, Message = "The counter says again how many views videos have")]
    private partial void LogAnswers();
}
