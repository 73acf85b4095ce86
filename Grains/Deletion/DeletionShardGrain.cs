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
    DeletionLedgerCommands commands,
    DeletionLedgerQueries queries,
    DeletionQueue queue,
    DeletionPassRunner passes,
    RemovalNotices notices,
    IOptions<DeletionOptions> options,
    ILogger<DeletionShardGrain> logger) : Grain, IDeletionShardGrain, IRemindable
{
    private const string ReminderName = "due";
    private static readonly TimeSpan ReminderPeriod = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Cadence = TimeSpan.FromSeconds(3);

    private IGrainTimer? _timer;
    private Task? _pass;

    private DeletionOptions Options => options.Value;
    private string Key => this.GetPrimaryKeyString();
    private (int From, int To) Slots => DeletionShardKey.SlotsOf(Key, Options.Shards);
    private bool IsRunning => _pass is { IsCompleted: false };
    private bool IsBeyondLastShard => Slots.From >= DeletionShardKey.Slots;

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

        var now = await queries.ReadClock();
        var dueAt = permanent ? now : now + Options.UndoWindow;
        var by = video.ActsAs(caller);
        var request = DeletionRequest.Of(video, caller.UserName, now, dueAt) with { By = by, Reason = by == HiddenBy.Admin ? reason : null };
        var row = await commands.Open(request);
        if (!row.IsKnown) return RefusalCode.NewerVersion;
        if (row.Step == DeletionStep.Unhide)
        {
            // An earlier deletion was undone and a crash came before its end: finish that one, then begin again.
            await passes.Execute(row);
            row = await commands.Open(request);
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
        if (passes.IsOnItsSilo(Key)) Schedule(TimeSpan.Zero);
        else this.MigrateOnIdle(); // A silo has joined: this shard's place is another one. Its new activation looks at once.
    }

    public async Task<DeletionShardView> GetState()
    {
        var (open, due, dead, held) = await queries.Count(Slots, await queries.ReadClock());
        return passes.AddTo(new DeletionShardView { Open = open, Due = due, DeadLetters = dead, Held = held, IsRunning = IsRunning });
    }

    /// <summary>Turns the deletion round, and the video with it; an admin's upon the owner's becomes the owner's again.</summary>
    private async Task<Result<VideoDetails>> Undo(Guid videoId, HiddenBy by)
    {
        var now = await queries.ReadClock();
        var cancelled = await commands.Cancel(videoId, now, by, Options.UndoWindow);
        if (!cancelled.TryGet(out var row, out var refused))
        {
            return refused.Code == RefusalCode.RemovedByAdmin && await commands.FindNewest(videoId) is { } refusing ? await RefusedToOwner(refusing) : refused;
        }

        if (row.Step != DeletionStep.Unhide)
        {
            await Tell(row);
            Schedule(row.Due - now);
            return await Video(videoId).Read() is { } trashed ? trashed : RefusalCode.NotFound;
        }

        var restored = await Video(videoId).Restore(row.Generation);
        if (restored.Refusal is null) await queue.Record([DeletionOutcome.Done(row)]);
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
            await notices.Tell(row);
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

    // What admins change, on anybody's video; the frontend decides who is an admin.

    public Task<Result<DeletionRecord>> Hold(Guid videoId) => HoldFor(videoId, reason: null);

    public async Task<Result<DeletionRecord>> HoldFor(Guid videoId, string? reason)
    {
        reason = RemovalReason.Trimmed(reason);
        if (!RemovalReason.IsReason(reason)) return RefusalCode.ReasonInvalid;
        // A video whose hiding is not recorded yet is hidden first: what is held is what waits for its deadline.
        if (await commands.FindNewest(videoId) is { State: DeletionRowState.Open, Step: DeletionStep.Hide } hiding)
            await passes.Execute(hiding);
        return await Told(videoId, await commands.Hold(videoId, await queries.ReadClock(), reason));
    }

    public async Task<Result<DeletionRecord>> Release(Guid videoId)
    {
        var released = await commands.Release(videoId);
        Schedule(TimeSpan.Zero);
        return await Told(videoId, released);
    }

    public Task<Result<DeletionRecord>> Cancel(Guid videoId) => CancelAs(videoId, HiddenBy.Admin);

    public async Task<Result<DeletionRecord>> CancelBy(Guid videoId, Caller admin) =>
        await CancelAs(videoId, await Video(videoId).Read() is { } video ? video.ActsAs(admin) : HiddenBy.Admin);

    private async Task<Result<DeletionRecord>> CancelAs(Guid videoId, HiddenBy by)
    {
        if (await commands.FindNewest(videoId) is not { } newest) return RefusalCode.NotFound;
        if (!newest.IsKnown) return RefusalCode.NewerVersion;
        if (newest.State is DeletionRowState.Done or DeletionRowState.Cancelled) return RefusalCode.DeletionStateConflict;
        return await Answer(videoId, (await Undo(videoId, by)).Refusal);
    }

    public async Task<Result<DeletionRecord>> Retry(Guid videoId)
    {
        var retried = await commands.Retry(videoId, await queries.ReadClock());
        Schedule(TimeSpan.Zero);
        return await Answer(videoId, retried.Refusal);
    }

    public async Task<int> Replay()
    {
        var replayed = await commands.Replay(Slots, await queries.ReadClock());
        Schedule(TimeSpan.Zero);
        return replayed;
    }

    /// <summary>The video is notified of the change before the admin gets the answer.</summary>
    private async Task<Result<DeletionRecord>> Told(Guid videoId, Result<DeletionRow> changed)
    {
        if (changed.Value is { Untold: not null } row) await Tell(row);
        return await Answer(videoId, changed.Refusal);
    }

    private async Task<Result<DeletionRecord>> Answer(Guid videoId, Refusal? refusal) =>
        refusal is not null ? refusal : await queries.Newest(videoId) is { } record ? record : RefusalCode.NotFound;

    // When a shard works: on its reminder (once a minute, however late it ticks), when it is nudged, when something it was asked
    // for is due, and every three seconds while anything is. One pass at a time; it runs beside the commands.

    /// <summary>
    /// An activation has come from somewhere, be it from a silo that died in mid-batch: it looks at once. A shard beyond the last one is there only
    /// while its reminder of a time of more shards is.
    /// </summary>
    /// <exception cref="TimeoutException">There is no such shard, or not yet: whoever asks may have been told of another number of shards.</exception>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (!IsBeyondLastShard) Schedule(TimeSpan.Zero);
        else if (await this.GetReminder(ReminderName, cancellationToken) is null)
            throw new TimeoutException($"There is no {Key}: this silo is configured with {Options.Shards} shards.");
    }

    /// <summary>Waits for the pass that runs to end in good order.</summary>
    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        passes.Stop();
        if (_pass is { } pass) await Task.WhenAny(pass, Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken));
    }

    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        if (IsBeyondLastShard)
        {
            await queue.ForgetTicks(Key);
            if (await this.GetReminder(ReminderName) is { } left) await this.UnregisterReminder(left);
            DeactivateOnIdle();
            return;
        }

        await passes.CountTick(Key, ReminderPeriod);
        Schedule(TimeSpan.Zero);
    }

    /// <summary>Makes sure that a pass runs after that wait if it ends before the next reminder.</summary>
    private void Schedule(TimeSpan wait)
    {
        if (wait > ReminderPeriod + Cadence) return;
        passes.LookAgain();
        _timer ??= this.RegisterGrainTimer(
            RunPass, new GrainTimerCreationOptions(Cadence, Cadence) { Interleave = true, KeepAlive = true });
        if (wait <= TimeSpan.Zero) _timer.Change(TimeSpan.Zero, Cadence);
    }

    private Task RunPass() => IsRunning || passes.IsStopping ? Task.CompletedTask : _pass = Pass();

    /// <summary>Does everything that is due; then rests until the next due moment or reminder.</summary>
    private async Task Pass()
    {
        if (await passes.Run(Slots, Options.BatchSize, ReminderPeriod + Cadence)) return;
        if (passes.IsWanted) return; // A command came in while this pass looked for the next one.
        _timer?.Dispose();
        _timer = null;
    }

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
