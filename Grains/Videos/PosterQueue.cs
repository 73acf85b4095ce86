using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OrleansVideo.Media;
using OrleansVideo.Media.Posters;
using OrleansVideo.Media.Probing;
using OrleansVideo.Media.Store;
using OrleansVideo.Videos;

namespace OrleansVideo.Grains.Videos;

/// <summary>
/// Makes the posters of this silo's new videos: some at once, of each account one at a time, of each video once. When the process is told
/// to stop, or a video is purged, ffmpeg is ended at once; on a stop whoever asked leaves the poster as due work to the next start.
/// </summary>
internal sealed partial class PosterQueue : IDisposable
{
    private readonly MediaStore _media;
    private readonly PosterMaker _maker;
    private readonly PosterMetrics _metrics;
    private readonly ILogger<PosterQueue> _logger;
    private readonly bool _isEnabled;
    private readonly AccountGate _gate;
    private readonly CancellationTokenSource _ending = new();
    private readonly CancellationTokenRegistration _stopping;
    private readonly Lock _sync = new();
    private readonly Dictionary<Guid, Running> _running = [];

    public PosterQueue(
        MediaStore media,
        PosterMaker maker,
        PosterMetrics metrics,
        IOptions<PostersOptions> options,
        IHostApplicationLifetime lifetime,
        ILogger<PosterQueue> logger)
    {
        (_media, _maker, _metrics, _logger) = (media, maker, metrics, logger);
        (_isEnabled, _gate) = (options.Value.Enabled, new AccountGate(options.Value.MaxConcurrent));
        _stopping = lifetime.ApplicationStopping.UnsafeRegister(_ => _ending.Cancel(), null);
    }

    /// <summary>Whether the process stops: what is begun now is taken up again after the next start.</summary>
    public bool IsStopping => _ending.IsCancellationRequested;

    /// <summary>Makes the video's poster, or joins those who asked before. A poster that is there is made.</summary>
    /// <returns>
    /// What became of it; <see cref="PosterOutcome.Interrupted"/> when it is to be asked for again later. A video without a poster is as
    /// playable as any, so nothing that goes wrong here is an exception.
    /// </returns>
    public Task<PosterOutcome> Make(VideoDetails video)
    {
        lock (_sync)
        {
            if (_running.TryGetValue(video.Id, out var running)) return running.Making;
            var end = CancellationTokenSource.CreateLinkedTokenSource(_ending.Token);
            var making = Task.Run(() => MakeOne(video, end.Token));
            _running[video.Id] = new(making, end);
            _ = making.ContinueWith(_ => Forget(video.Id), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            return making;
        }
    }

    /// <summary>
    /// Ends the work on a video's poster. Afterwards none comes from this silo unless it is asked for again, so that a purge, or another
    /// silo that takes the upload over, has nothing to fear from behind.
    /// </summary>
    public async Task EndAsync(Guid videoId)
    {
        Task making;
        lock (_sync)
        {
            if (!_running.TryGetValue(videoId, out var running)) return;
            running.End.Cancel();
            making = running.Making;
        }

        await making.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext); // Whoever asked for it hears of it.
    }

    /// <summary>Ends what runs.</summary>
    public void Dispose()
    {
        _stopping.Dispose();
        _ending.Cancel();
    }

    private void Forget(Guid videoId)
    {
        lock (_sync)
        {
            if (_running.Remove(videoId, out var running)) running.End.Dispose();
        }
    }

    private async Task<PosterOutcome> MakeOne(VideoDetails video, CancellationToken cancellationToken)
    {
        try
        {
            if (_media.PosterExists(video.Id)) return PosterOutcome.Made; // A crash came before the video was told.
            if (!_isEnabled || FactsOf(video) is not { } facts) return PosterOutcome.NotAvailable;
            var poster = await _gate.RunAsync(video.OwnerId, () => MakeNow(video.Id, facts, cancellationToken), cancellationToken);
            _metrics.Count(poster.Outcome);
            if (poster.Outcome is PosterOutcome.Failed or PosterOutcome.TimedOut) LogNoPoster(video.Id, poster.Detail);
            return poster.Outcome;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return PosterOutcome.Interrupted;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogLater(video.Id, e.Message); // The disk is full, or away: not the video's fault.
            return PosterOutcome.Interrupted;
        }
    }

    private async Task<PosterResult> MakeNow(Guid videoId, MediaFacts facts, CancellationToken cancellationToken)
    {
        using var activity = VideoTelemetry.Source.StartActivity("poster");
        return await _maker.MakeAsync(_media, videoId, _media.PathOf(videoId), facts, cancellationToken);
    }

    private readonly record struct Running(Task<PosterOutcome> Making, CancellationTokenSource End);

    private static MediaFacts? FactsOf(VideoDetails video) =>
        MediaType.All.FirstOrDefault(type => type.ContentType == video.ContentType) is not { } type
            ? null
            : new MediaFacts(
                type,
                video.DurationSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
                video.Width,
                video.Height,
                video.VideoCodec ?? "",
                video.AudioCodec);

    [LoggerMessage(1600, LogLevel.Warning, "No poster could be made of video {VideoId}: {Reason}")]
    private partial void LogNoPoster(Guid videoId, string? reason);

    [LoggerMessage(1601, LogLevel.Warning, "The poster of video {VideoId} could not be stored; it is made again later: {Reason}")]
    private partial void LogLater(Guid videoId, string reason);
}

/// <summary>Counts what became of posters.</summary>
internal sealed class PosterMetrics(IMeterFactory meters)
{
    private readonly Counter<long> _posters = meters.CreateVideoMeter().CreateCounter<long>("orleansvideo.posters", "{poster}",
        "Posters of new videos, by outcome (made, not_available, timed_out, failed, interrupted).");

    /// <summary>One more.</summary>
    public void Count(PosterOutcome outcome) => _posters.Add(1, new KeyValuePair<string, object?>("outcome", outcome switch
    {
        PosterOutcome.Made => "made",
        PosterOutcome.NotAvailable => "not_available",
        PosterOutcome.TimedOut => "timed_out",
        PosterOutcome.Interrupted => "interrupted",
        _ => "failed",
    }));
}
