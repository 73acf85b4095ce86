using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using OrleansVideo.Benchmarks.Cluster;
using OrleansVideo.Grains.Database;
using OrleansVideo.Silo.Database;

namespace OrleansVideo.Benchmarks.Deletion;

/// <summary>The rate of the ledger on both databases, beside the same work a row at a time, and with a trash of a million.</summary>
internal static class LedgerTable
{
    private const int Rows = 20_000;
    private const int Slow = 2_000;
    private const int Trash = 1_000_000;

    /// <summary>Prints it.</summary>
    /// <param name="repository">The working copy.</param>
    /// <param name="directory">A directory of this run.</param>
    public static async Task Print(string repository, string directory)
    {
        Console.WriteLine("| database | written/s | a row at a time, 1 shard | batches of 100, 1 shard | 8 shards | × a row at a time | 8 shards beside a trash of 1,000,000 |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- | --- |");
        using (var source = new SqliteDataSource(Path.Combine(directory, "ledger.db"), SqliteSynchronous.Full))
        {
            source.Prepare();
            new SqliteMigrator(source, NullLogger<SqliteMigrator>.Instance).Migrate();
            await Print("SQLite, synchronous=FULL", new SqliteVideoDatabase(source), "printf('%08x', value)");
        }

        await PrintPostgres(repository);
    }

    private static async Task PrintPostgres(string repository)
    {
        var directory = Directory.CreateTempSubdirectory("orleansvideo-benchmark-").FullName; // PostgreSQL's own user must get to it.
        var script = new ClusterScript(repository, directory, LoopbackPort.Next(), new Dictionary<string, string>());
        try
        {
            await script.Up();
            foreach (var name in (string[])["proxy", "web-1", "web-2", "silo-1", "silo-2"]) await script.Stop(name);
            var password = (await File.ReadAllTextAsync(Path.Combine(directory, "conf", "orleansvideo_site.password"))).Trim();
            var port = (await script.Status())["postgres"].Port;
            await using var source = NpgsqlDataSource.Create($"Host=127.0.0.1;Port={port};Database=orleansvideo;Username=orleansvideo_site;Password={password}");
            await Print("PostgreSQL", new PostgresVideoDatabase(source), "lpad(to_hex(value), 8, '0')");
        }
        finally
        {
            await script.Down();
            Directory.Delete(directory, recursive: true);
        }
    }

    private static async Task Print(string name, IVideoDatabase database, string hex)
    {
        var rate = new LedgerRate(database);
        var written = await rate.Open(Slow, LedgerRate.Due);
        var single = await rate.WorkOff(1, 1);
        await Fill(database, hex, Rows, "one", LedgerRate.Due);
        var one = await rate.WorkOff(1, 100);
        await Fill(database, hex, Rows, "eight", LedgerRate.Due);
        var eight = await rate.WorkOff(8, 100);
        await Fill(database, hex, Trash, "trash", LedgerRate.InTrash);
        await Fill(database, hex, Rows, "full", LedgerRate.Due);
        var full = await rate.WorkOff(8, 100);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| {name} | {written:N0} | {single.PerSecond:N0} | {one.PerSecond:N0} | {eight.PerSecond:N0} | {eight.PerSecond / single.PerSecond:0.0} | {full.PerSecond:N0} |"));
        if (single.Rows != Slow || one.Rows != Rows || eight.Rows != Rows || full.Rows != Rows)
            throw new InvalidOperationException($"Rows were lost or done twice: {single.Rows}, {one.Rows}, {eight.Rows}, {full.Rows}.");
    }

    /// <summary>Rows that the database writes itself, each with a storage charge; their purge is due, or waits in the trash.</summary>
    private static Task Fill(IVideoDatabase database, string hex, int rows, string prefix, DateTimeOffset due) => database.WriteAsync(async (connection, transaction) =>
    {
        using var command = connection.CreateCommand();
        (command.CommandText, command.Transaction, command.CommandTimeout) = (
            $"""
            {Numbers(rows)}
            insert into deletions (id, video_id, slot, generation, version, state, step, due_at, next_attempt_at, attempts, claimed_until,
                removal_started, owner_id, owner_name, size, bytes_freed, requested_by, requested_at)
            select '{prefix}-' || {hex}, '{prefix}-' || {hex}, value % 1024, 1, 1, 0, 2, {due.ToUnixTimeMilliseconds()} + value / 1000,
                {due.ToUnixTimeMilliseconds()} + value / 1000, 0, 0, 0, 'owner', 'owner', 1, 0, 'owner', value
            from numbers;
            {Numbers(rows)}
            insert into storage_charges (video_id, account_id, bytes) select '{prefix}-' || {hex}, 'owner', 1 from numbers
            """, transaction, 600);
        await command.ExecuteNonQueryAsync();
    });

    private static string Numbers(int count) =>
        $"with recursive numbers(value) as (select 1 union all select value + 1 from numbers where value < {count})";
}
