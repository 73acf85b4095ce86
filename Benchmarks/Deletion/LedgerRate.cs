using System.Diagnostics;
using OrleansVideo.Deletion;
using OrleansVideo.Grains.Database;
using OrleansVideo.Grains.Deletion;

namespace OrleansVideo.Benchmarks.Deletion;

/// <summary>How fast the ledger itself is: deletions written, claimed, and closed, with nothing done to any video in between.</summary>
/// <param name="database">Where.</param>
internal sealed class LedgerRate(IVideoDatabase database)
{
    private static readonly string[] Alive = ["benchmark"];
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch.AddYears(70);
    private readonly DeletionLedgerCommands _commands = new(database);
    private readonly DeletionQueue _queue = new(database);

    /// <summary>Writes deletions that are due, or wait in the trash.</summary>
    /// <param name="rows">How many.</param>
    /// <param name="dueAt">When they are due.</param>
    /// <returns>Rows a second, 16 callers at once.</returns>
    public async Task<double> Open(int rows, DateTimeOffset dueAt)
    {
        var clock = Stopwatch.StartNew();
        await Parallel.ForAsync(0, rows, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (_, _) => await _commands.Open(Request(dueAt)));
        return rows / clock.Elapsed.TotalSeconds;
    }

    /// <summary>The shards' passes over all that is due.</summary>
    /// <param name="shards">How many at once.</param>
    /// <param name="batch">Rows that a pass takes at once.</param>
    /// <returns>Rows claimed and closed, and how many of them a second.</returns>
    public async Task<(int Rows, double PerSecond)> WorkOff(int shards, int batch)
    {
        var clock = Stopwatch.StartNew();
        var rows = await Task.WhenAll(Enumerable.Range(0, shards).Select(shard => Task.Run(() => Pass(shard, shards, batch))));
        return (rows.Sum(), rows.Sum() / clock.Elapsed.TotalSeconds);
    }

    /// <summary>When a deletion is due that is due now.</summary>
    public static DateTimeOffset Due => Now.AddMinutes(-1);

    /// <summary>When one is due whose video can still be brought back.</summary>
    public static DateTimeOffset InTrash => Now.AddDays(7);

    private async Task<int> Pass(int shard, int shards, int batch)
    {
        var slots = DeletionShardKey.SlotsOf(DeletionShardKey.Of(shard), shards);
        var done = 0;
        while (await _queue.Claim(slots, batch, "benchmark", Alive, Now) is { Count: > 0 } rows)
        {
            await _queue.Record([.. rows.Select(row => DeletionOutcome.Done(row, row.Size))], Now);
            done += rows.Count;
        }

        return done;
    }

    private static DeletionRequest Request(DateTimeOffset dueAt) =>
        new(Guid.CreateVersion7(), Guid.NewGuid(), "owner", 1_000_000, "owner", Now, dueAt, IsFinal: true);
}
