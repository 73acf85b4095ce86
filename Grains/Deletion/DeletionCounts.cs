using Dapper;
using OrleansVideo.Grains.Database;

namespace OrleansVideo.Grains.Deletion;

/// <summary>How much the ledger holds, and how late it is.</summary>
internal sealed class DeletionCounts(IVideoDatabase database)
{
    private const string OpenSql =
        "select count(*) from deletions where state = 0 and slot >= @from and slot < @to";

    private const string CountSql =
        $"""
        select ({OpenSql}) as Open,
               (select count(*) from deletions where state = 0 and next_attempt_at <= @now and slot >= @from and slot < @to) as Due,
               (select count(*) from deletions where state = 2 and slot >= @from and slot < @to) as DeadLetters,
               (select count(*) from deletions where state = 3 and slot >= @from and slot < @to) as Held
        """;

    /// <summary>The moment now by the database's clock, which says what is due.</summary>
    public Task<DateTimeOffset> ReadClock(CancellationToken cancellationToken = default) => database.ReadClockAsync(cancellationToken);

    /// <summary>How many rows of these slots are open, due, given up, and held. Reads every open row of the index.</summary>
    public async Task<(long Open, long Due, long DeadLetters, long Held)> Count((int From, int To) slots, DateTimeOffset now)
    {
        await using var connection = await database.OpenAsync();
        return await connection.QuerySingleAsync<(long, long, long, long)>(
            CountSql, new { from = slots.From, to = slots.To, now = now.ToUnixTimeMilliseconds() });
    }

    /// <summary>How long the oldest due row has been waiting for an attempt; zero when none is due. One look at an index.</summary>
    public async Task<TimeSpan> Lateness(DateTimeOffset now, CancellationToken cancellationToken = default)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var oldest = await connection.ExecuteScalarAsync<long?>(new CommandDefinition(
            "select min(next_attempt_at) from deletions where state = 0", cancellationToken: cancellationToken));
        return oldest is { } at && at < now.ToUnixTimeMilliseconds()
            ? TimeSpan.FromMilliseconds(now.ToUnixTimeMilliseconds() - at)
            : TimeSpan.Zero;
    }
}
