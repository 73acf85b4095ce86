using Dapper;
using OrleansVideo.Catalog;
using OrleansVideo.Grains.Database;

namespace OrleansVideo.Grains.DueWork;

/// <summary>Due work that was given up, as admins see it and have it tried again.</summary>
internal sealed class DeadWorkRows(IVideoDatabase database)
{
    private const string ListSql =
        """
        select kind as Kind, item as Item, attempts as Attempts, coalesce(last_error, '') as LastError, changed_at as ChangedAt
        from due_work where state = 2 order by changed_at desc, kind, item limit @take
        """;

    private const string ReplaySql =
        "update due_work set state = 0, attempts = 0, next_attempt_at = {now}, changed_at = {now} where state = 2";

    private const string CountSql =
        """
        select kind as Kind, coalesce(sum(case when state = 0 then 1 else 0 end), 0) as Waiting,
               coalesce(sum(case when state = 2 then 1 else 0 end), 0) as Dead
        from due_work group by kind
        """;

    /// <summary>What was given up last comes first.</summary>
    /// <param name="take">At most.</param>
    /// <param name="cancellationToken">Stops the statement.</param>
    public async Task<IReadOnlyList<DeadWork>> List(int take, CancellationToken cancellationToken = default)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var rows = await connection.QueryAsync<(long Kind, string Item, long Attempts, string LastError, long ChangedAt)>(
            new CommandDefinition(ListSql, new { take }, cancellationToken: cancellationToken));
        return [.. rows.Select(row => new DeadWork(
            KindOf(row.Kind), row.Item, row.Attempts, row.LastError, DateTimeOffset.FromUnixTimeMilliseconds(row.ChangedAt)))];
    }

    /// <summary>Has all of it tried again, with all its attempts.</summary>
    /// <returns>How much there was.</returns>
    public Task<int> Replay() => database.ExecuteAsync(ReplaySql, new { });

    /// <summary>By kind: how much waits for its next attempt, and how much was given up.</summary>
    public async Task<IReadOnlyDictionary<DueWorkKind, (long Waiting, long Dead)>> Count()
    {
        await using var connection = await database.OpenAsync();
        var rows = await connection.QueryAsync<(long Kind, long Waiting, long Dead)>(CountSql);
        return rows.GroupBy(row => KindOf(row.Kind)).ToDictionary(
            rows => rows.Key, rows => (rows.Sum(row => row.Waiting), rows.Sum(row => row.Dead)));
    }

    /// <summary>A newer release may know more kinds.</summary>
    private static DueWorkKind KindOf(long number) =>
        Enum.IsDefined((DueWorkKind)number) ? (DueWorkKind)number : DueWorkKind.Unknown;
}
