using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OrleansVideo.Comments;
using OrleansVideo.Deletion;
using OrleansVideo.Streaming;
using OrleansVideo.Uploads;
using OrleansVideo.Videos;

namespace OrleansVideo.Grains.Deletion;

/// <summary>
/// One claimed step of one ledger row. Every step can be repeated: a crash at any point leaves the row open, and the
/// next claim does again what was done.
/// </summary>
internal sealed partial class DeletionRun(
    IGrainFactory grains,
    DeletionPace pace,
    IOptions<DeletionOptions> options,
    DeletionMetrics metrics,
    ILogger<DeletionRun> logger)
{
    /// <summary>Does the row's next step. What came of it is the caller's to record.</summary>
    public async Task<DeletionOutcome> Execute(DeletionRow row)
    {
        using var activity = VideoTelemetry.Source.StartActivity("deletion step");
        activity?.SetTag("orleansvideo.video.id", row.Video).SetTag("orleansvideo.deletion.step", row.Step);
        try
        {
            var outcome = row.Step switch
            {
                DeletionStep.Hide => await pace.Keep(() => Hide(row)),
                DeletionStep.Unhide => await pace.Keep(() => Unhide(row)),
                DeletionStep.Purge => await Purge(row),
                _ => throw new InvalidOperationException($"Deletion {row.Id} has the unknown step {row.StepNumber}."),
            };
            if (outcome.IsDone) metrics.Done(row.Step);
            return outcome;
        }
#pragma warning disable CA1031 // Whatever stops one row is that row's outcome and must not stop the batch (W19).
        catch (Exception e)
#pragma warning restore CA1031
        {
            activity?.SetStatus(ActivityStatusCode.Error, e.Message);
            LogFailed(e, row.Step, row.Video, row.Attempts);
            return Failed(row, e.Message, 0);
        }
    }

    private async Task<DeletionOutcome> Hide(DeletionRow row)
    {
        RefuseIfNewer(row, (await Video(row).Trash(row.Generation, row.Due)).Refusal);
        await EndPlaybacks(row);
        return DeletionOutcome.Done(row);
    }

    private async Task<DeletionOutcome> Unhide(DeletionRow row)
    {
        RefuseIfNewer(row, (await Video(row).Restore(row.Generation)).Refusal);
        return DeletionOutcome.Done(row);
    }

    /// <summary>
    /// 1. The video is closed for good. 2. Its upload and comments are closed and its playbacks end. 3. Its files go.
    /// 4. The tombstone is written. The row is closed, and the storage given back, when the outcome is recorded.
    /// </summary>
    private async Task<DeletionOutcome> Purge(DeletionRow row)
    {
        if (await pace.Keep(() => Begin(row)) is { } refusal) return Failed(row, $"The video refuses its purge: {refusal.Code}.", 0); // 1, 2

        var removal = await Traced("remove files", () => grains.GetGrain<IDeletionWorkerGrain>(0).RemoveFiles(row.Video)); // 3
        metrics.Freed(removal.BytesFreed);
        if (removal.Error is not null)
        {
            LogRemovalFailed(row.Video, row.Attempts, removal.Error);
            return Failed(row, removal.Error, removal.BytesFreed);
        }

        // What an attempt freed that a crash cut short is not in the row; what the content held was noted before.
        var freed = Math.Max(row.BytesFreed + removal.BytesFreed, row.Size);
        RefuseIfNewer(row, (await pace.Keep(() => Traced("tombstone", () => Video(row).CompletePurge(row.Generation, freed)))).Refusal); // 4
        LogPurged(row.Video, freed);
        return DeletionOutcome.Done(row, freed - row.BytesFreed);
    }

    /// <returns>Why the video can't be purged; null when nothing but its files is left.</returns>
    private async Task<Refusal?> Begin(DeletionRow row)
    {
        var begun = await Traced("begin purge", () => Video(row).BeginPurge(row.Generation));
        if (begun.Refusal is { Code: not RefusalCode.NotFound } refusal) return refusal;
        await grains.GetGrain<IUploadGrain>(row.Video).Close();
        await grains.GetGrain<ICommentThreadGrain>(row.Video).Close();
        await EndPlaybacks(row);
        return null;
    }

    /// <summary>Any other refusal says that the step came late, or twice; this one says that it has not been done.</summary>
    private static void RefuseIfNewer(DeletionRow row, Refusal? refusal)
    {
        if (refusal is { IsOfNewerVersion: true }) throw new NewerVersionException($"A newer release wrote video {row.Video}: {row.Step} waits for it.");
    }

    private Task EndPlaybacks(DeletionRow row) => grains.GetGrain<IStreamLimiterGrain>(IStreamLimiterGrain.Key).RevokeVideo(row.Video);

    private IVideoGrain Video(DeletionRow row) => grains.GetGrain<IVideoGrain>(row.Video);

    private DeletionOutcome Failed(DeletionRow row, string error, long freed)
    {
        var (limits, random) = (options.Value, Random.Shared.NextDouble());
        var wait = RetryPolicy.WaitFor(row.Attempts, limits.MaxAttempts, limits.BackoffBase, limits.BackoffMax, random);
        metrics.Failed(row.Step, isGivenUp: wait is null);
        if (wait is null) LogDeadLetter(row.Video, row.Attempts, error);
        return new DeletionOutcome(row, error, freed, wait);
    }

    private static async Task<T> Traced<T>(string what, Func<Task<T>> call)
    {
        using var activity = VideoTelemetry.Source.StartActivity(what);
        return await call();
    }

    [LoggerMessage(1300, LogLevel.Warning, "Step {Step} of the deletion of video {VideoId} failed at attempt {Attempt}")]
    private partial void LogFailed(Exception error, DeletionStep step, Guid videoId, long attempt);

    [LoggerMessage(1301, LogLevel.Warning, "Files of video {VideoId} could not be removed at attempt {Attempt}: {Error}")]
    private partial void LogRemovalFailed(Guid videoId, long attempt, string error);

    [LoggerMessage(1302, LogLevel.Error, "The deletion of video {VideoId} is given up after {Attempts} attempts and waits for an admin: {Error}")]
    private partial void LogDeadLetter(Guid videoId, long attempts, string error);

    [LoggerMessage(1303, LogLevel.Information, "Video {VideoId} is purged, {BytesFreed} bytes are free again")]
    private partial void LogPurged(Guid videoId, long bytesFreed);
}

/// <summary>
/// How much a silo does for deletions at once, all its shards together: a hundred thousand of them that are due leave the
/// database to those who wait for an answer. Waiting for a disk is not counted, so one that hangs holds up nobody.
/// </summary>
internal sealed class DeletionPace(IOptions<DeletionOptions> options) : IDisposable
{
    private readonly SemaphoreSlim _room = new(options.Value.StepsAtOnce);

    /// <summary>Does it when there is room.</summary>
    public async Task<T> Keep<T>(Func<Task<T>> work)
    {
        await _room.WaitAsync();
        try
        {
            return await work();
        }
        finally
        {
            _room.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _room.Dispose();
}
