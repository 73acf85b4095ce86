using OrleansVideo.Deletion;
using OrleansVideo.Grains.Database;

namespace OrleansVideo.Grains.Deletion;

/// <summary>
/// The passes of one shard's activation over its slots: whatever is due is claimed in bounded batches, worked off and recorded. The first pass
/// after a tick also tells videos what they have not been told, and forgets those whose tombstones have expired. When passes run is the grain's
/// to say, which has one at a time.
/// </summary>
internal sealed class DeletionPassRunner(
    DeletionQueue queue,
    DeletionRun run,
    RemovalNotices notices,
    TombstoneExpiry tombstones,
    ISiloStatusOracle membership,
    DeletionMetrics metrics,
    TimeProvider clock)
{
    private bool _isAfterTick;
    private long _passes;
    private long _finished;
    private long _failed;
    private DateTimeOffset? _lastPass;
    private DateTimeOffset? _lastTick;

    /// <summary>Whether something has become due since the pass that runs last looked.</summary>
    public bool IsWanted { get; private set; }

    /// <summary>Whether the shard stops: no further step is begun.</summary>
    public bool IsStopping { get; private set; }

    /// <summary>Whether this silo is the one on which the shard's placement wants it.</summary>
    public bool IsOnItsSilo(string shard) =>
        SpreadPlacement.Choose(shard, membership.GetApproximateSiloStatuses(onlyActive: true).Keys) == membership.SiloAddress;

    /// <summary>Something may be due: a pass that runs looks once more before it ends.</summary>
    public void LookAgain() => IsWanted = true;

    /// <summary>Steps that have begun are finished and recorded, the rest of the batch is given back.</summary>
    public void Stop() => IsStopping = true;

    /// <summary>The shard's reminder has ticked: that is counted, as are the ticks that did not come.</summary>
    public async Task CountTick(string shard, TimeSpan period)
    {
        _lastTick = clock.Now();
        metrics.Ticked(shard, await queue.CountTick(shard, await queue.ReadClock(), period));
        _isAfterTick = true;
    }

    /// <summary>Does the next step of this one row now, and records what came of it.</summary>
    public async Task Execute(DeletionRow row) => await queue.Record([await run.Execute(row)]);

    /// <summary>One pass: does everything that is due, in bounded batches.</summary>
    /// <param name="slots">The shard's slots.</param>
    /// <param name="batchSize">How many rows a batch has at most.</param>
    /// <param name="horizon">How far ahead to look for the next due row.</param>
    /// <returns>Whether another pass is needed, be it that something is due within the horizon.</returns>
    public async Task<bool> Run((int From, int To) slots, int batchSize, TimeSpan horizon)
    {
        // A hidden video's purge may be due at once, and so may what a command wrote behind the last claim's back.
        do IsWanted = false;
        while ((await RunBatch(slots, batchSize) > 0 || IsWanted) && !IsStopping);

        if (_isAfterTick)
        {
            _isAfterTick = false;
            await notices.TellDue(slots);
            _isAfterTick = await tombstones.Expire(slots);
        }

        _passes++;
        _lastPass = clock.Now();
        if (_isAfterTick || IsStopping) return true;
        return await queue.NextDue(slots) is { } next && next - await queue.ReadClock() <= horizon;
    }

    /// <summary>What passes have done since the activation, added to what the ledger says of the shard.</summary>
    public DeletionShardView AddTo(DeletionShardView view) => view with
    {
        Passes = _passes,
        Finished = _finished,
        Failed = _failed,
        LastPass = _lastPass,
        LastTick = _lastTick,
    };

    private async Task<int> RunBatch((int From, int To) slots, int batchSize)
    {
        var alive = membership.GetApproximateSiloStatuses(onlyActive: true).Keys.Select(silo => silo.ToParsableString()).ToArray();
        var rows = await queue.Claim(slots, batchSize, membership.SiloAddress.ToParsableString(), alive, await queue.ReadClock());
        if (rows.Count == 0) return 0;
        var done = await new DeletionBatch(queue, run, clock).Execute(rows, () => IsStopping);
        var finished = done.Count(outcome => outcome.IsDone);
        _finished += finished;
        _failed += done.Count - finished;
        return rows.Count;
    }
}
