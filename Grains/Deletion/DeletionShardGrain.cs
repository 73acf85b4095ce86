using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OrleansVideo.Accounts;
using OrleansVideo.Deletion;
using OrleansVideo.Videos;

namespace OrleansVideo.Grains.Deletion;

/// <summary>
/// One slice of the ledger. Commands write a row and act on it at once; passes do whatever is due, beside the commands.
/// The invariant: whatever a command has answered is in the ledger, so a pass can finish it after any crash.
/// </summary>
[GrainType("deletion-shard"), SpreadPlacement]
internal sealed partial class DeletionShardGrain(
    DeletionLedger ledger,
    DeletionOverrides overrides,
    DeletionRecords records,
    DeletionCounts counts,
    DeletionQueue queue,
    DeletionOutcomes outcomes,
    DeletionTickRows ticks,
    TombstoneExpiry tombstones,
    RemovalNotices notices,
    DeletionPace pace,
    IOptions<DeletionOptions> options,
    DeletionMetrics metrics,
    ISiloStatusOracle membership,
    TimeProvider clock,
    ILogger<DeletionShardGrain> logger) : Grain, IDeletionShardGrain, IRemindable
{
    private DeletionOptions Options => options.Value;
    private string Key => this.GetPrimaryKeyString();
    private (int From, int To) Slots => DeletionShardKey.SlotsOf(Key, Options.Shards);
    private bool IsBeyondLastShard => Slots.From >= DeletionShardKey.Slots;
    private DeletionRun Run => new(GrainFactory, pace, Options, metrics, logger);

    public Task<Result<DeletionReceipt>> Delete(Guid videoId, Caller caller, bool permanent) => Remove(videoId, caller, permanent, reason: null);

    public async Task<Result<DeletionReceipt>> Remove(Guid videoId, Caller caller, bool permanent, string? reason)
    {
        var grain = Video(videoId);
        var video = await grain.Read();
        if (VideoAccess.RefuseManaging(video, caller) is { } refusal) return refusal;
        reason = RemovalReason.Trimmed(reason);
        if (!RemovalReason.IsReason(reason)) return RefusalCode.ReasonInvalid;
        if (video!.Status == VideoStatus.Purged) return new DeletionReceipt(VideoStatus.Purged, null);
        if (video.IsNewer) return RefusalCode.NewerVersion; // Before there is a row that nothing here could carry out.

        var now = await counts.ReadClock();
        var dueAt = permanent ? now : now + Options.UndoWindow;
        var by = video.ActsAs(caller);
        var request = DeletionRequest.Of(video, caller.UserName, now, dueAt) with { By = by, Reason = by == HiddenBy.Admin ? reason : null };
        var row = await ledger.Open(request);
        if (!row.IsKnown) return RefusalCode.NewerVersion;
        if (row.Step == DeletionStep.Unhide)
        {
            // An earlier deletion was undone and a crash came before its end: finish that one, then begin again.
            await outcomes.Record([await Run.Execute(row)]);
            row = await ledger.Open(request);
        }

        if (by == HiddenBy.Owner && permanent && row.State == DeletionRowState.Held) return await RefusedToOwner(row);
        if (by == HiddenBy.Admin) LogRemoved(videoId, video.Owner, caller.UserName, caller.AccountId, row.Due, reason);
        else LogRequested(videoId, caller.UserName, row.Due);
        if (row.RemovalStarted) await grain.BeginPurge(row.Generation);
        else await Hide(grain, row);
        if (!row.RemovalStarted && row.Untold is not null) await Tell(row);

        Schedule(row.Step == DeletionStep.Hide ? TimeSpan.Zero : row.Due - now);
        var after = await grain.Read() ?? video;
        return new DeletionReceipt(after.Status, after.DeleteAfter);
    }

    public async Task<Result<VideoDetails>> Restore(Guid videoId, Caller caller)
    {
        var video = await Video(videoId).Read();
        if (VideoAccess.RefuseManaging(video, caller) is { } refusal) return refusal;
        if (video!.Status is VideoStatus.Purging or VideoStatus.Purged) return RefusalCode.PurgeStarted;
        if (video.IsNewer) return RefusalCode.NewerVersion;
        var by = video.ActsAs(caller);
        var restored = await Undo(videoId, by);
        if (restored.Refusal is null && by == HiddenBy.Admin) LogUndoneByAdmin(videoId, video.Owner, caller.UserName, caller.AccountId, restored.Value!.Status);
        else if (restored.Refusal is null) LogUndone(videoId, caller.UserName);
        return restored;
    }

    public async Task Nudge()
    {
        if (!IsBeyondLastShard && await this.GetReminder(ReminderName) is null)
            await this.RegisterOrUpdateReminder(ReminderName, ReminderPeriod, ReminderPeriod);
        if (SpreadPlacement.Choose(Key, membership.GetApproximateSiloStatuses(onlyActive: true).Keys) != membership.SiloAddress)
            this.MigrateOnIdle(); // A silo has joined: this shard's place is another one. Its new activation looks at once.
        else
            Schedule(TimeSpan.Zero);
    }

    public async Task<DeletionShardView> GetState()
    {
        var (open, due, dead, held) = await counts.Count(Slots, await counts.ReadClock());
        return new DeletionShardView
        {
            Open = open,
            Due = due,
            DeadLetters = dead,
            Held = held,
            Passes = _passes,
            Finished = _finished,
            Failed = _failed,
            LastPass = _lastPass,
            IsRunning = _pass is { IsCompleted: false },
            LastTick = _lastTick,
        };
    }

    /// <summary>Turns the deletion round, and the video with it; an admin's upon the owner's becomes the owner's again.</summary>
    private async Task<Result<VideoDetails>> Undo(Guid videoId, HiddenBy by)
    {
        var now = await counts.ReadClock();
        var cancelled = await ledger.Cancel(videoId, now, by, Options.UndoWindow);
        if (!cancelled.TryGet(out var row, out var refused))
        {
            return refused.Code == RefusalCode.RemovedByAdmin && await overrides.Find(videoId) is { } refusing ? await RefusedToOwner(refusing) : refused;
        }

        if (row.Step != DeletionStep.Unhide)
        {
            await Tell(row);
            Schedule(row.Due - now);
            return await Video(videoId).Read() is { } trashed ? trashed : RefusalCode.NotFound;
        }

        var restored = await Video(videoId).Restore(row.Generation);
        if (restored.Refusal is null) await outcomes.Record([DeletionOutcome.Done(row)]);
        return restored;
    }

    /// <summary>
    /// The owner may not: what his video says of it must agree, be it that a release which did not say whose deletion it is has written the row.
    /// </summary>
    private async Task<Refusal> RefusedToOwner(DeletionRow row)
    {
        if (row.Step != DeletionStep.Hide) await Tell(row);
        return RefusalCode.RemovedByAdmin;
    }

    /// <summary>Tells the video what the row says of its deletion. The row decides and is stored, so a video that can't be told now is told by a pass.</summary>
    private async Task Tell(DeletionRow row)
    {
        try
        {
            await notices.Tell(row, GrainFactory);
        }
#pragma warning disable CA1031 // Whatever keeps the video from being told: the command is done, and the row bears that it is untold.
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogUntold(e, row.Video);
        }
    }

    /// <summary>
    /// Hides the video before the answer. The step itself is finished by a pass, which also ends the video's playbacks: a
    /// limiter that is away keeps nobody from deleting. A deletion that can't hide its video is being undone at this moment:
    /// not acknowledged, and worth another try.
    /// </summary>
    private static async Task Hide(IVideoGrain video, DeletionRow row)
    {
        using var activity = VideoTelemetry.Source.StartActivity("deletion hide");
        if ((await video.Trash(row.Generation, row.Due)).Refusal is not null)
            throw new TimeoutException($"The undoing of an earlier deletion of video {row.Video} is not finished.");
    }

    private IVideoGrain Video(Guid id) => GrainFactory.GetGrain<IVideoGrain>(id);

    [LoggerMessage(1310, LogLevel.Information, "Deletion of video {VideoId} asked for by {UserName}, due at {DueAt:O}")]
    private partial void LogRequested(Guid videoId, string userName, DateTimeOffset dueAt);

    [LoggerMessage(1311, LogLevel.Information, "Deletion of video {VideoId} undone by {UserName}")]
    private partial void LogUndone(Guid videoId, string userName);

    [LoggerMessage(1312, LogLevel.Information,
        "Video {VideoId} of {Owner} removed by admin {UserName} ({AccountId}), due at {DueAt:O}: {Reason}")]
    private partial void LogRemoved(Guid videoId, string owner, string userName, Guid accountId, DateTimeOffset dueAt, string? reason);

    [LoggerMessage(1313, LogLevel.Information, "Removal of video {VideoId} of {Owner} undone by admin {UserName} ({AccountId}); it is {Status} now")]
    private partial void LogUndoneByAdmin(Guid videoId, string owner, string userName, Guid accountId, VideoStatus status);

    [LoggerMessage(1314, LogLevel.Warning, "Video {VideoId} could not be told whose its deletion is and who holds it; a later pass tells it")]
    private partial void LogUntold(Exception error, Guid videoId);
}
