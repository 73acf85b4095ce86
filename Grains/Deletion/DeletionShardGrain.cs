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

    public async Task<Result<DeletionReceipt>> Delete(Guid videoId, Caller caller, bool permanent)
    {
        var grain = Video(videoId);
        var video = await grain.Read();
        if (VideoAccess.RefuseManaging(video, caller) is { } refusal) return refusal;
        if (video!.Status == VideoStatus.Purged) return new DeletionReceipt(VideoStatus.Purged, null);
        if (video.IsNewer) return RefusalCode.NewerVersion; // Before there is a row that nothing here could carry out.

        var now = await counts.ReadClock();
        var dueAt = permanent ? now : now + Options.UndoWindow;
        var request = DeletionRequest.Of(video, caller.UserName, now, dueAt);
        var row = await ledger.Open(request);
        if (!row.IsKnown) return RefusalCode.NewerVersion;
        if (row.Step == DeletionStep.Unhide)
        {
            // An earlier deletion was undone and a crash came before its end: finish that one, then begin anew.
            await outcomes.Record([await Run.Execute(row)]);
            row = await ledger.Open(request);
        }

        LogRequested(videoId, caller.UserName, row.Due);
        if (row.RemovalStarted) await grain.BeginPurge(row.Generation);
        else await Hide(grain, row);

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
        var restored = await Undo(videoId);
        if (restored.Refusal is null) LogUndone(videoId, caller.UserName);
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

    /// <summary>Turns the deletion round, and the video with it.</summary>
    private async Task<Result<VideoDetails>> Undo(Guid videoId)
    {
        var cancelled = await ledger.Cancel(videoId, await counts.ReadClock());
        if (!cancelled.TryGet(out var row, out var refused)) return refused;
        var restored = await Video(videoId).Restore(row.Generation);
        if (restored.Refusal is null) await outcomes.Record([DeletionOutcome.Done(row)]);
        return restored;
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
}
