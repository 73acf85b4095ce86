using Dapper;
using OrleansVideo.Grains.Catalog;
using OrleansVideo.Grains.Database;
using OrleansVideo.Storage;

namespace OrleansVideo.Grains.Storage;

/// <summary>Reads many findings at once: pages, counts, and what is due.</summary>
internal sealed class FindingLists(IVideoDatabase database)
{
    internal static readonly string PageSql =
        $"""
        select {FindingRow.Columns} from storage_findings where {Keyset.Below("found_at", "id")}
        order by found_at desc, id desc limit @take
        """;

    /// <summary>By an expression that the index of all has not, so that it is never read for one state.</summary>
    internal static readonly string PageOfStateSql =
        $"""
        select {FindingRow.Columns} from storage_findings where state = @state and {Keyset.BelowExpression("found_at + 0", "id")}
        order by found_at + 0 desc, id desc limit @take
        """;

    private const string CountSql =
        """
        select state as State, kind as Kind, count(*) as Number, coalesce(sum(size), 0) as Bytes
        from storage_findings where state in (1, 2) group by state, kind
        """;

    /// <summary>The newest first.</summary>
    public async Task<IReadOnlyList<FindingRow>> Page(
        FindingState? state, int take, Keyset? after, CancellationToken cancellationToken = default)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var rows = await connection.QueryAsync<FindingRow>(new CommandDefinition(
            state is null ? PageSql : PageOfStateSql, new { state = (int?)state, key = after?.Key, id = after?.Id, take }, cancellationToken: cancellationToken));
        return rows.AsList();
    }

    /// <summary>What is said to be in quarantine, by the order of ids.</summary>
    /// <param name="after">The last one of the batch before; empty for the first.</param>
    /// <param name="take">At most.</param>
    public async Task<IReadOnlyList<FindingRow>> Quarantined(string after, int take)
    {
        await using var connection = await database.OpenAsync();
        var rows = await connection.QueryAsync<FindingRow>(
            $"select {FindingRow.Columns} from storage_findings where state = 2 and kind in (1, 2, 3, 4, 5) and id > @after order by id limit @take", new { after, take });
        return rows.AsList();
    }

    /// <summary>Videos that the scrub found changed, outside quarantine.</summary>
    public async Task<IReadOnlyList<FindingRow>> Corrupt()
    {
        await using var connection = await database.OpenAsync();
        var rows = await connection.QueryAsync<FindingRow>(
            $"select {FindingRow.Columns} from storage_findings where state in (1, 3) and kind = 5 order by id");
        return rows.AsList();
    }

    /// <summary>How many findings nobody has dealt with, by kind, and what is in quarantine.</summary>
    public async Task<FindingCounts> Count()
    {
        await using var connection = await database.OpenAsync();
        var rows = await connection.QueryAsync<(long State, long Kind, long Number, long Bytes)>(CountSql);
        return FindingCounts.Of([.. rows.Select(row => ((FindingState)row.State, (FindingKind)row.Kind, row.Number, row.Bytes))]);
    }
}

/// <summary>Findings in numbers.</summary>
/// <param name="Found">How many nobody has dealt with, by kind.</param>
/// <param name="QuarantinedFiles">Files in quarantine.</param>
/// <param name="QuarantinedBytes">Their bytes.</param>
internal sealed record FindingCounts(IReadOnlyDictionary<FindingKind, long> Found, long QuarantinedFiles, long QuarantinedBytes)
{
    /// <summary>From counts by state and kind.</summary>
    public static FindingCounts Of(IReadOnlyList<(FindingState State, FindingKind Kind, long Number, long Bytes)> rows)
    {
        var quarantined = rows.Where(row => row.State == FindingState.Quarantined).ToArray();
        return new(
            rows.Where(row => row.State == FindingState.Found).ToDictionary(row => row.Kind, row => row.Number),
            quarantined.Sum(row => row.Number),
            quarantined.Sum(row => row.Bytes));
    }

    /// <summary>How many of one kind nobody has dealt with.</summary>
    public long Of(FindingKind kind) => Found.GetValueOrDefault(kind);
}
