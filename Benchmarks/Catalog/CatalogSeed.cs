using Dapper;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using OrleansVideo.Grains.Database;
using OrleansVideo.Silo.Database;

namespace OrleansVideo.Benchmarks.Catalog;

/// <summary>
/// Fills a site's lists: public videos of a thousand owners, a second apart, the newest a day old, with titles of common words. They are
/// rows of the lists and of the search alone; no grain and no file belongs to them.
/// </summary>
internal static class CatalogSeed
{
    /// <summary>How many there are unless the command says.</summary>
    public const int Videos = 200_000;

    private static readonly string[] Words = ["sea", "mountains", "autumn", "kitchen", "music", "garden", "apple", "city", "forest", "workshop"];

    /// <summary>
    /// <c>seed sqlite FILE [COUNT]</c> or <c>seed postgres CONNECTION [COUNT]</c>, on a database that exists or, with SQLite, is made;
    /// brings its tables up to date first. No site may run on the SQLite file meanwhile.
    /// </summary>
    /// <param name="kind"><c>sqlite</c> or <c>postgres</c>.</param>
    /// <param name="target">The file, or the connection string.</param>
    /// <param name="count">How many videos.</param>
    public static async Task RunAsync(string kind, string target, int count)
    {
        var now = TimeProvider.System.GetUtcNow();
        switch (kind)
        {
            case "sqlite":
                using (var source = new SqliteDataSource(Path.GetFullPath(target), SqliteSynchronous.Normal))
                {
                    source.Prepare();
                    new SqliteMigrator(source, NullLogger<SqliteMigrator>.Instance).Migrate();
                    await FillAsync(new SqliteVideoDatabase(source), count, now);
                }

                break;
            case "postgres":
                await using (var source = NpgsqlDataSource.Create(target))
                {
                    await new PostgresMigrator(source, NullLogger<PostgresMigrator>.Instance).MigrateAsync(CancellationToken.None);
                    await FillAsync(new PostgresVideoDatabase(source), count, now);
                }

                break;
            default:
                throw new ArgumentException($"Unknown database '{kind}': sqlite or postgres.", nameof(kind));
        }

        Console.WriteLine($"{count:N0} videos are in the lists.");
    }

    /// <summary>Fills the tables; videos that are there already stay.</summary>
    /// <param name="database">Where.</param>
    /// <param name="count">How many videos.</param>
    /// <param name="now">The moment before which they were published.</param>
    public static Task FillAsync(IVideoDatabase database, int count, DateTimeOffset now)
    {
        var hex = database is SqliteVideoDatabase ? "printf('%08x', value)" : "lpad(to_hex(value), 8, '0')";
        return database.WriteAsync(async (connection, transaction) =>
        {
            await connection.ExecuteAsync(
                $"""
                with recursive numbers(value) as (select 1 union all select value + 1 from numbers where value < @count)
                insert into videos (id, owner_id, owner_name, owner_key, title, description, visibility, status, size, duration_seconds, has_poster,
                    views, created_at, published_at, revision, changed_at)
                select {hex} || '-0000-7000-8000-000000000000', '00000000-0000-4000-8000-' || {hex.Replace("value", "value % 1000", StringComparison.Ordinal)} || '0000',
                    'owner-' || (value % 1000), 'OWNER-' || (value % 1000),
                    'A film of the ' || {Word("value")} || ' and the ' || {Word("value / 10")} || ', number ' || value, 'Made for a benchmark.',
                    1, 3, 1000000, 60, 0, value % 100, @first + value * 1000, @first + value * 1000, 1, @first
                from numbers where true -- SQLite would take "on" for that of a join.
                on conflict (id) do nothing
                """,
                new { count, first = now.AddDays(-1).AddSeconds(-count).ToUnixTimeMilliseconds() },
                transaction,
                commandTimeout: 600);
            await connection.ExecuteAsync("analyze videos", transaction: transaction, commandTimeout: 600);
        });
    }

    /// <summary>The place in the list of all, the newest first, after so many of the seeded videos.</summary>
    public static async Task<(long Key, string Id)> PlaceAsync(IVideoDatabase database, int depth)
    {
        await using var connection = await database.OpenAsync();
        return await connection.QuerySingleAsync<(long, string)>(
            "select published_at, id from videos where status = 3 and visibility = 1 order by published_at desc, id desc limit 1 offset @depth", new { depth });
    }

    private static string Word(string number) =>
        $"case {number} % 10 {string.Join(' ', Words.Select((word, index) => $"when {index} then '{word}'"))} end";
}
