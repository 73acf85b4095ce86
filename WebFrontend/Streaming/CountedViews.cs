using System.Collections.Concurrent;
using OrleansVideo.Videos;

namespace OrleansVideo.WebFrontend.Streaming;

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
