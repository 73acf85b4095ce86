using OrleansVideo.Grains.Database;

namespace OrleansVideo.Grains.Deletion;

/// <content>
/// When a shard works: on its reminder (once a minute, however late it ticks), when it is nudged, when something it was asked
/// for is due, and every three seconds while anything is. One pass at a time; it runs beside the commands.
/// </content>
internal sealed partial class DeletionShardGrain
{
    private const string ReminderName = "due";
    private static readonly TimeSpan ReminderPeriod = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Cadence = TimeSpan.FromSeconds(3);

    private IGrainTimer? _timer;
    private Task? _pass;
    private bool _isStopping;
    private bool _isWanted;
    private bool _isExpiryDue;
    private long _passes;
    private long _finished;
    private long _failed;
    private DateTimeOffset? _lastPass;
    private DateTimeOffset? _lastTick;

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

    /// <summary>Steps that have begun are finished and recorded, the rest of the batch is given back.</summary>
    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _isStopping = true;
        if (_pass is { } pass) await Task.WhenAny(pass, Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken));
    }

    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        if (IsBeyondLastShard)
        {
            await ticks.Forget(Key);
            if (await this.GetReminder(ReminderName) is { } left) await this.UnregisterReminder(left);
            DeactivateOnIdle();
            return;
        }

        _lastTick = clock.Now();
        metrics.Ticked(Key, await ticks.Seen(Key, await counts.ReadClock(), ReminderPeriod));
        _isExpiryDue = true;
        Schedule(TimeSpan.Zero);
    }

    /// <summary>Makes sure that a pass runs after that wait if it ends before the next reminder.</summary>
    private void Schedule(TimeSpan wait)
    {
        if (wait > ReminderPeriod + Cadence) return;
        _isWanted = true;
        _timer ??= this.RegisterGrainTimer(
            RunPass, new GrainTimerCreationOptions(Cadence, Cadence) { Interleave = true, KeepAlive = true });
        if (wait <= TimeSpan.Zero) _timer.Change(TimeSpan.Zero, Cadence);
    }

    private Task RunPass() => _pass is { IsCompleted: false } || _isStopping ? Task.CompletedTask : _pass = Pass();

    /// <summary>Does everything that is due, in bounded batches; then rests until the next due moment or reminder.</summary>
    private async Task Pass()
    {
        // A hidden video's purge may be due at once, and so may what a command wrote behind the last claim's back.
        do _isWanted = false;
        while ((await RunBatch() > 0 || _isWanted) && !_isStopping);

        if (_isExpiryDue)
        {
            _isExpiryDue = false;
            await notices.TellDue(Slots, GrainFactory);
            _isExpiryDue = await tombstones.Expire(Slots, GrainFactory);
        }

        _passes++;
        _lastPass = clock.Now();
        if (_isExpiryDue || _isStopping) return;
        if (await queue.NextDue(Slots) is { } next && next - await counts.ReadClock() <= ReminderPeriod + Cadence) return;
        if (_isWanted) return; // A command came in while this pass looked for the next one.
        _timer?.Dispose();
        _timer = null;
    }

    private async Task<int> RunBatch()
    {
        var alive = membership.GetApproximateSiloStatuses(onlyActive: true).Keys.Select(silo => silo.ToParsableString()).ToArray();
        var rows = await queue.Claim(Slots, Options.BatchSize, membership.SiloAddress.ToParsableString(), alive, await counts.ReadClock());
        if (rows.Count == 0) return 0;
        var done = await new DeletionBatch(queue, outcomes, Run, clock).Execute(rows, () => _isStopping);
        var finished = done.Count(outcome => outcome.IsDone);
        _finished += finished;
        _failed += done.Count - finished;
        return rows.Count;
    }
}
