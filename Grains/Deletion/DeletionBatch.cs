using System.Collections.Concurrent;
using OrleansVideo.Grains.Database;

namespace OrleansVideo.Grains.Deletion;

/// <summary>
/// Claimed rows, worked off a few at a time and recorded together. While the work takes, the claims are kept; when the
/// shard stops, what was begun is finished and the rest given back.
/// </summary>
internal sealed class DeletionBatch(DeletionQueue queue, DeletionOutcomes outcomes, DeletionRun run, TimeProvider clock)
{
    /// <summary>Steps at once.</summary>
    public const int AtOnce = 16;

    private static readonly TimeSpan KeepEvery = DeletionQueue.ClaimLife / 4;

    /// <summary>Works them off.</summary>
    /// <param name="rows">Rows that this shard has claimed.</param>
    /// <param name="isStopping">Whether to begin no further one.</param>
    /// <returns>What came of those that were begun.</returns>
    public async Task<IReadOnlyCollection<DeletionOutcome>> Execute(IReadOnlyList<DeletionRow> rows, Func<bool> isStopping)
    {
        var left = new ConcurrentQueue<DeletionRow>(rows);
        var done = new ConcurrentQueue<DeletionOutcome>();
        async Task WorkOff()
        {
            while (!isStopping() && left.TryDequeue(out var row)) done.Enqueue(await run.Execute(row));
        }

        var work = Task.WhenAll(Enumerable.Range(0, Math.Min(AtOnce, rows.Count)).Select(_ => WorkOff()));
        try
        {
            await KeepUntil(work, rows);
        }
        finally
        {
            await work;
        }

        if (!left.IsEmpty) await queue.GiveBack([.. left]);
        await outcomes.Record(done, clock.Now());
        return done;
    }

    private async Task KeepUntil(Task work, IReadOnlyList<DeletionRow> rows)
    {
        while (!work.IsCompleted)
        {
            using var enough = new CancellationTokenSource();
            var pause = Task.Delay(KeepEvery, clock, enough.Token);
            if (await Task.WhenAny(work, pause) == pause) await queue.Keep(rows);
            await enough.CancelAsync();
        }
    }
}
