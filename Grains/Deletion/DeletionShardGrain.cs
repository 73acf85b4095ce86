using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OrleansVideo.Accounts;
using OrleansVideo.Deletion;
using OrleansVideo.Grains.Database;
using OrleansVideo.Videos;

namespace OrleansVideo.Grains.Deletion;

/// <summary>
/// One slice of the ledger. Commands write a row and act on it at once; passes do whatever is due, beside the commands.
/// The invariant: whatever a command has answered is in the ledger, so a pass can finish it after any crash.
/// </summary>
[GrainType("deletion-shard")]
internal sealed partial class DeletionShardGrain : Grain, IDeletionShardGrain, IRemindable
{
    private const string ReminderName = "due";
    private static readonly TimeSpan ReminderPeriod = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Cadence = TimeSpan.FromSeconds(3);

    private readonly DeletionLedger _ledger;
    private readonly DeletionQueue _queue;
    private readonly DeletionOptions _options;
    private readonly DeletionRun _run;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly ILocalSiloDetails _silo;
    private IGrainTimer? _timer;
    private bool _isRunning;
    private bool _isWanted;
    private long _passes;
    private long _finished;
    private long _failed;
    private DateTimeOffset? _lastPass;
    private DateTimeOffset? _lastTick;

    public DeletionShardGrain(
        DeletionLedger ledger,
        DeletionQueue queue,
        IOptions<DeletionOptions> options,
        DeletionMetrics metrics,
        IGrainFactory grains,
        ILocalSiloDetails silo,
        TimeProvider clock,
        ILogger<DeletionShardGrain> logger)
    {
        (_ledger, _queue, _options, _clock, _silo, _logger) = (ledger, queue, options.Value, clock, silo, logger);
        _run = new DeletionRun(grains, queue, _options, metrics, clock, logger);
    }

    private (int From, int To) Slots => DeletionShardKey.SlotsOf(this.GetPrimaryKeyString(), _options.Shards);
    private bool IsBeyondLastShard => Slots.From >= DeletionShardKey.Slots;

    public async Task<Result<DeletionReceipt>> Delete(Guid videoId, Caller caller, bool permanent)
    {
        var grain = GrainFactory.GetGrain<IVideoGrain>(videoId);
        var video = await grain.Read();
        if (VideoAccess.RefuseManaging(video, caller) is { } refusal) return refusal;
        if (video!.Status == VideoStatus.Purged) return new DeletionReceipt(VideoStatus.Purged, null);

        var now = _clock.Now();
        var dueAt = permanent ? now : now + _options.UndoWindow;
        var request = DeletionRequest.Of(video, caller.UserName, now, dueAt);
        var row = await _ledger.Open(request);
        if (row.Step == DeletionStep.Unhide)
        {
            // An earlier deletion was undone and a crash came before its end: finish that one, then begin anew.
            await _run.Execute(row);
            row = await _ledger.Open(request);
        }

        LogRequested(videoId, caller.UserName, row.Due);
        if (row.RemovalStarted) await grain.BeginPurge(row.Generation);
        else await Hide(grain, row);

        Schedule(row.Step == DeletionStep.Hide ? now : row.Due);
        var after = await grain.Read() ?? video;
        return new DeletionReceipt(after.Status, after.DeleteAfter);
    }

    public async Task<Result<VideoDetails>> Restore(Guid videoId, Caller caller)
    {
        var grain = GrainFactory.GetGrain<IVideoGrain>(videoId);
        var video = await grain.Read();
        if (VideoAccess.RefuseManaging(video, caller) is { } refusal) return refusal;
        if (video!.Status is VideoStatus.Purging or VideoStatus.Purged) return RefusalCode.PurgeStarted;

        var cancelled = await _ledger.Cancel(videoId, _clock.Now());
        if (!cancelled.TryGet(out var row, out var refused)) return refused;
        LogUndone(videoId, caller.UserName);
        var restored = await grain.Restore(row.Generation);
        if (restored.Refusal is null) await _queue.Undone(row, _clock.Now());
        return restored;
    }

    public async Task Nudge()
    {
        if (!IsBeyondLastShard && await this.GetReminder(ReminderName) is null)
            await this.RegisterOrUpdateReminder(ReminderName, ReminderPeriod, ReminderPeriod);
        Schedule(_clock.Now());
    }

    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        _lastTick = _clock.Now();
        if (IsBeyondLastShard && await this.GetReminder(ReminderName) is { } left) await this.UnregisterReminder(left);
        else Schedule(_clock.Now());
    }

    public async Task<DeletionShardView> GetState()
    {
        var (open, due, dead) = await _queue.Count(Slots, _clock.Now());
        return new DeletionShardView
        {
            Open = open,
            Due = due,
            DeadLetters = dead,
            Passes = _passes,
            Finished = _finished,
            Failed = _failed,
            LastPass = _lastPass,
            IsRunning = _isRunning,
            LastTick = _lastTick,
        };
    }

    /// <summary>
    /// Hides the video before the answer. The step itself is finished by a pass, which also ends the video's playbacks: a
    /// limiter that is away keeps nobody from deleting. A deletion that can't hide its video is being undone at this moment:
    /// not acknowledged, and worth another try.
    /// </summary>
    private static async Task Hide(IVideoGrain video, DeletionRow row)
    {
        if ((await video.Trash(row.Generation, row.Due)).Refusal is not null)
            throw new TimeoutException($"The undoing of an earlier deletion of video {row.Video} is not finished.");
    }

    /// <summary>Makes sure that a pass runs at that moment if it comes before the next reminder.</summary>
    private void Schedule(DateTimeOffset at)
    {
        var wait = at - _clock.Now();
        if (wait > ReminderPeriod + Cadence) return;
        _isWanted = true;
        if (_timer is null)
        {
            _timer = this.RegisterGrainTimer(
                RunPass, new GrainTimerCreationOptions(Cadence, Cadence) { Interleave = true, KeepAlive = true });
        }

        if (wait <= TimeSpan.Zero) _timer.Change(TimeSpan.Zero, Cadence);
    }

    /// <summary>Does everything that is due, in bounded batches; then rests until the next due moment or reminder.</summary>
    private async Task RunPass()
    {
        if (_isRunning) return;
        _isRunning = true;
        try
        {
            // A hidden video's purge may be due at once, and so may what a command wrote behind the last claim's back.
            do _isWanted = false;
            while (await RunBatch() > 0 || _isWanted);

            _passes++;
            _lastPass = _clock.Now();
            if (await _queue.NextDue(Slots) is { } next && next - _clock.Now() <= ReminderPeriod + Cadence) return;
            if (_isWanted) return; // A command came in while this pass looked for the next one.
            _timer?.Dispose();
            _timer = null;
        }
        finally
        {
            _isRunning = false;
        }
    }

    private async Task<int> RunBatch()
    {
        var rows = await _queue.Claim(Slots, _options.BatchSize, _silo.SiloAddress.ToParsableString(), _clock.Now());
        var done = await Task.WhenAll(rows.Select(_run.Execute));
        _finished += done.Count(isDone => isDone);
        _failed += done.Count(isDone => !isDone);
        return rows.Count;
    }

    [LoggerMessage(1310, LogLevel.Information, "Deletion of video {VideoId} asked for by {UserName}, due at {DueAt:O}")]
    private partial void LogRequested(Guid videoId, string userName, DateTimeOffset dueAt);

    [LoggerMessage(1311, LogLevel.Information, "Deletion of video {VideoId} undone by {UserName}")]
    private partial void LogUndone(Guid videoId, string userName);
}
