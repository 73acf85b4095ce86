using System.Collections.Concurrent;

namespace OrleansVideo.Grains.Deletion;

/// <summary>
/// Claimed rows, worked off a few at a time and recorded together. While the work takes, what is done is recorded now and
/// then and the other claims are kept; when the shard stops, what was begun is finished and the rest given back.
/// </summary>
internal sealed class DeletionBatch(DeletionQueue queue, DeletionRun run, TimeProvider clock)
{
    /// <summary>Steps at once.</summary>
    public const int AtOnce = 16;

    private static readonly TimeSpan RecordEvery = DeletionQueue.ClaimLife / 4;

    private readonly ConcurrentQueue<DeletionRow> _left = new();
    private readonly ConcurrentDictionary<string, DeletionRow> _begun = new();
    private readonly ConcurrentQueue<DeletionOutcome> _unrecorded = new();
    private readonly List<DeletionOutcome> _recorded = [];

    /// <summary>Works them off, once.</summary>
    /// <param name="rows">Rows that this shard has claimed.</param>
    /// <param name="isStopping">Whether to begin no further one.</param>
    /// <returns>What came of those that were begun.</returns>
    public async Task<IReadOnlyCollection<DeletionOutcome>> Execute(IReadOnlyList<DeletionRow> rows, Func<bool> isStopping)
    {
        foreach (var row in rows) _left.Enqueue(row);
        var work = Task.WhenAll(Enumerable.Range(0, Math.Min(AtOnce, rows.Count)).Select(_ => WorkOff(isStopping)));
        try
        {
            await RecordUntil(work);
        }
        finally
        {
            await work;
        }

        if (!_left.IsEmpty) await queue.GiveBack([.. _left]);
        await Record();
        return _recorded;
    }

    private async Task WorkOff(Func<bool> isStopping)
    {
        while (!isStopping() && _left.TryDequeue(out var row))
        {
            _begun[row.Id] = row;
            _unrecorded.Enqueue(await run.Execute(row));
            _begun.TryRemove(row.Id, out _);
        }
    }

    /// <summary>Until the work is done: now and then records what is, and keeps the claims of what is not.</summary>
    private async Task RecordUntil(Task work)
    {
        while (!work.IsCompleted)
        {
            using var enough = new CancellationTokenSource();
            var pause = Task.Delay(RecordEvery, clock, enough.Token);
            if (await Task.WhenAny(work, pause) == pause)
            {
                await Record();
                await queue.Keep([.. _begun.Values, .. _left]);
            }

            await enough.CancelAsync();
        }
    }

    private async Task Record()
    {
        var done = new List<DeletionOutcome>();
        while (_unrecorded.TryDequeue(out var outcome)) done.Add(outcome);
        await queue.Record(done);
        _recorded.AddRange(done);
    }
}
