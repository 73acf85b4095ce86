using Dapper;
using OrleansVideo.Grains.Database;

namespace OrleansVideo.Grains.Deletion;

/// <summary>
/// The ledger as a shard's pass sees it: claims what is due, keeps what it has claimed, gives back what it does not get to.
/// A claim lapses by the database's clock, or with the silo that made it.
/// </summary>
internal sealed class DeletionQueue(IVideoDatabase database)
{
    /// <summary>
    /// How long a claim keeps others away unless it is kept. After a crash a row waits this long for its next claim; work that
    /// is done twice after all is harmless.
    /// </summary>
    public static readonly TimeSpan ClaimLife = TimeSpan.FromSeconds(10);

    /// <summary>
    /// What is due and nobody's, from the front of the one index by the next attempt. A step that this release does not know is for a
    /// silo of the release that wrote it.
    /// </summary>
    internal const string DueSql =
        """
        select id from deletions
        where state = 0 and next_attempt_at <= @now and slot >= @from and slot < @to and step in (1, 2, 3)
          and (claimed_until <= {now} or silo not in {alive})
        order by next_attempt_at limit @take
        """;

    /// <summary>State and claim are asked again of the row itself: another process may have claimed it since it was selected.</summary>
    private const string ClaimSql =
        $$"""
        update deletions set version = version + 1, attempts = attempts + 1, claimed_until = {now} + @life, silo = @silo,
            removal_started = case when step = 2 then 1 else removal_started end,
            started_at = case when step = 2 then coalesce(started_at, @now) else started_at end
        where id in (
            {{DueSql}})
          and state = 0 and step in (1, 2, 3) and (claimed_until <= {now} or silo not in {alive})
        returning {{DeletionRow.Columns}}
        """;

    /// <summary>One statement for all: a transaction of many would keep others from the database. A claim that lapsed is nobody's to keep.</summary>
    private const string KeepSql =
        "update deletions set claimed_until = {now} + @life where id in {ids} and state = 0 and claimed_until > {now}";

    private const string GiveBackSql =
        """
        update deletions set claimed_until = 0, attempts = attempts - 1, version = version + 1
        where id = @id and version = @version and state = 0
        """;

    /// <summary>
    /// Claims due rows of these slots, in the order of their next attempt. The first claim of a purge marks that removal
    /// has started: from then on it can't be undone.
    /// </summary>
    /// <param name="slots">The slots.</param>
    /// <param name="take">How many at most.</param>
    /// <param name="silo">Who claims.</param>
    /// <param name="alive">The silos whose claims count: those of one that died are void before they lapse.</param>
    /// <param name="now">The moment until which rows are due.</param>
    public Task<IReadOnlyList<DeletionRow>> Claim(
        (int From, int To) slots, int take, string silo, IReadOnlyCollection<string> alive, DateTimeOffset now) =>
        database.WriteAsync<IReadOnlyList<DeletionRow>>(async (connection, transaction) =>
        {
            var parameters = new DynamicParameters(new
            {
                from = slots.From,
                to = slots.To,
                take,
                silo,
                life = (long)ClaimLife.TotalMilliseconds,
                now = now.ToUnixTimeMilliseconds(),
            });
            var sql = database.WithNow(ClaimSql).Replace("{alive}", parameters.AddList(alive), StringComparison.Ordinal);
            return (await connection.QueryAsync<DeletionRow>(sql, parameters, transaction)).AsList();
        });

    /// <summary>The work on these rows goes on: their claims live for another <see cref="ClaimLife"/>.</summary>
    public Task Keep(IReadOnlyCollection<DeletionRow> rows)
    {
        var parameters = new DynamicParameters(new { life = (long)ClaimLife.TotalMilliseconds });
        return database.ExecuteAsync(KeepSql.Replace("{ids}", parameters.AddList(rows.Select(row => row.Id)), StringComparison.Ordinal), parameters);
    }

    /// <summary>These rows were claimed and not begun: whoever looks next may have them, and no attempt is counted.</summary>
    public Task GiveBack(IReadOnlyCollection<DeletionRow> rows) => database.WriteAsync((connection, transaction) => connection.ExecuteAsync(
        GiveBackSql, rows.Select(row => new { id = row.Id, version = row.Version }), transaction));

    /// <summary>When the next open row of these slots is due; null when none is open.</summary>
    public async Task<DateTimeOffset?> NextDue((int From, int To) slots)
    {
        await using var connection = await database.OpenAsync();
        return UnixTime.FromColumn(await connection.ExecuteScalarAsync<long?>(
            "select next_attempt_at from deletions where state = 0 and slot >= @From and slot < @To and step in (1, 2, 3) order by next_attempt_at limit 1",
            new { slots.From, slots.To }));
    }
}
