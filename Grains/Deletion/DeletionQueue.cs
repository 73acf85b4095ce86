using Dapper;
using OrleansVideo.Grains.Database;
using OrleansVideo.Grains.Uploads;

namespace OrleansVideo.Grains.Deletion;

/// <summary>
/// The ledger as a shard's pass sees it: claims what is due and records outcomes. A claim lapses by the database's
/// clock; an outcome counts only while the row still asks for it.
/// </summary>
internal sealed class DeletionQueue(IVideoDatabase database)
{
    /// <summary>
    /// How long a claim keeps others away. Longer work may be done twice, which is harmless; after a crash the row waits
    /// this long for its next claim.
    /// </summary>
    public static readonly TimeSpan ClaimLife = TimeSpan.FromSeconds(10);

    /// <summary>State and claim are asked again of the row itself: another process may have claimed it since it was selected.</summary>
    private const string ClaimSql =
        $$"""
        update deletions set version = version + 1, attempts = attempts + 1, claimed_until = {now} + @life, silo = @silo,
            removal_started = case when step = 2 then 1 else removal_started end
        where id in (
            select id from deletions
            where state = 0 and slot >= @from and slot < @to and next_attempt_at <= @now and claimed_until <= {now}
            order by next_attempt_at limit @take)
          and state = 0 and claimed_until <= {now}
        returning {{DeletionRow.Columns}}
        """;

    /// <summary>
    /// Asks for the step and not for the version: a deadline that was moved to now while the video was being hidden does not
    /// undo the hiding, and the purge must not wait until the claim lapses.
    /// </summary>
    private const string HiddenSql =
        """
        update deletions set step = 2, attempts = 0, next_attempt_at = due_at, claimed_until = 0, version = version + 1,
            last_error = null
        where id = @id and step = 1 and state = 0
        """;

    private const string FailSql =
        """
        update deletions set state = @state, next_attempt_at = @next, last_error = @error, claimed_until = 0,
            version = version + 1, bytes_freed = bytes_freed + @freed
        where id = @id and version = @version
        """;

    private const string CloseSql =
        """
        update deletions set state = @state, finished_at = @now, claimed_until = 0, version = version + 1, last_error = null,
            bytes_freed = bytes_freed + @freed
        where id = @id and version = @version
        """;

    private const string CountSql =
        """
        select count(case when state = 0 then 1 end) as Open,
               count(case when state = 0 and next_attempt_at <= @now then 1 end) as Due,
               count(case when state = 2 then 1 end) as DeadLetters
        from deletions where state in (0, 2) and slot >= @from and slot < @to
        """;

    /// <summary>
    /// Claims due rows of these slots, in the order of their next attempt. The first claim of a purge marks that removal
    /// has started: from then on it can't be undone.
    /// </summary>
    public Task<IReadOnlyList<DeletionRow>> Claim((int From, int To) slots, int take, string silo, DateTimeOffset now) =>
        database.WriteAsync<IReadOnlyList<DeletionRow>>(async (connection, transaction) => (await connection.QueryAsync<DeletionRow>(
            database.WithNow(ClaimSql),
            new
            {
                from = slots.From,
                to = slots.To,
                take,
                silo,
                life = (long)ClaimLife.TotalMilliseconds,
                now = now.ToUnixTimeMilliseconds(),
            },
            transaction)).AsList());

    /// <summary>The video is hidden: its purge waits for the deadline.</summary>
    public Task Hidden(DeletionRow row) => database.ExecuteAsync(HiddenSql, new { id = row.Id });

    /// <summary>The step failed: it waits for its next attempt, or for somebody to replay it.</summary>
    public Task Failed(DeletionRow row, string error, long freed, DateTimeOffset? nextAttempt) => database.ExecuteAsync(FailSql, new
    {
        id = row.Id,
        version = row.Version,
        error,
        freed,
        state = (int)(nextAttempt is null ? DeletionRowState.DeadLetter : DeletionRowState.Open),
        next = nextAttempt?.ToUnixTimeMilliseconds() ?? row.NextAttemptAt,
    });

    /// <summary>The deletion was undone and its video is back.</summary>
    public Task Undone(DeletionRow row, DateTimeOffset now) => database.ExecuteAsync(CloseSql, Closing(row, DeletionRowState.Cancelled, 0, now));

    /// <summary>The files are gone: closes the row and gives the owner's storage back, in one transaction.</summary>
    public Task Purged(DeletionRow row, long freed, DateTimeOffset now) => database.WriteAsync(async (connection, transaction) =>
    {
        await connection.ExecuteAsync(CloseSql, Closing(row, DeletionRowState.Done, freed, now), transaction);
        await StorageCharges.Remove(connection, transaction, row.VideoId);
    });

    /// <summary>When the next open row of these slots is due; null when none is open.</summary>
    public async Task<DateTimeOffset?> NextDue((int From, int To) slots)
    {
        await using var connection = await database.OpenAsync();
        return UnixTime.FromColumn(await connection.ExecuteScalarAsync<long?>(
            "select min(next_attempt_at) from deletions where state = 0 and slot >= @From and slot < @To",
            new { slots.From, slots.To }));
    }

    /// <summary>How many rows of these slots are open, due, and given up.</summary>
    public async Task<(long Open, long Due, long DeadLetters)> Count((int From, int To) slots, DateTimeOffset now)
    {
        await using var connection = await database.OpenAsync();
        return await connection.QuerySingleAsync<(long, long, long)>(
            CountSql, new { from = slots.From, to = slots.To, now = now.ToUnixTimeMilliseconds() });
    }

    private static object Closing(DeletionRow row, DeletionRowState state, long freed, DateTimeOffset now) =>
        new { id = row.Id, version = row.Version, state = (int)state, freed, now = now.ToUnixTimeMilliseconds() };
}
