using Dapper;
using OrleansVideo.Accounts;
using OrleansVideo.Catalog;
using OrleansVideo.Grains.Database;
using OrleansVideo.Videos;

namespace OrleansVideo.Grains.Catalog;

/// <summary>The reading side of the videos' read model.</summary>
internal sealed class VideoLists(IVideoDatabase database)
{
    /// <summary>Matches that a search ranks, the newest: anybody may ask for a word that is in every video.</summary>
    public const int MaxCandidates = 1_000;

    /// <summary>Public, ready, and with no hiding change on its way.</summary>
    private const string Listed =
        """
        v.status = 3 and v.visibility = 1
        and not exists (select 1 from video_intents i where i.video_id = v.id and i.hides = 1)
        """;

    internal static readonly string NewestSql =
        $"""
        select {VideoRow.Columns} from videos v
        where {Listed} and {Keyset.Below("v.published_at", "v.id")}
        order by v.published_at desc, v.id desc limit @take
        """;

    /// <summary>By an expression that the index of all has not, so that it is never read for one owner.</summary>
    internal static readonly string NewestByOwnerSql =
        $"""
        select {VideoRow.Columns} from videos v
        where {Listed} and v.owner_key = @owner and {Keyset.BelowExpression("v.published_at + 0", "v.id")}
        order by v.published_at + 0 desc, v.id desc limit @take
        """;

    internal static readonly string OwnedSql =
        $"""
        select {VideoRow.Columns} from videos v
        where v.owner_id = @account and v.status <> 7 and {Keyset.Below("v.created_at", "v.id")}
        order by v.created_at desc, v.id desc limit @take
        """;

    internal static readonly string OwnedByStatusSql =
        $"""
        select {VideoRow.Columns} from videos v
        where v.owner_id = @account and v.status <> 7 and v.status = @status and {Keyset.BelowExpression("v.created_at + 0", "v.id")}
        order by v.created_at + 0 desc, v.id desc limit @take
        """;

    private readonly string _searchSql = SearchSql(database.Search.Candidates, database.Search.Rank);

    private readonly string _searchByOwnerSql = SearchSql(database.Search.OwnerCandidates, database.Search.Rank);

    /// <summary>Newest first.</summary>
    public async Task<Page<VideoDetails>> Newest(
        string? owner, int limit, Keyset? after, CancellationToken cancellationToken = default)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var rows = await connection.QueryAsync<VideoRow>(new CommandDefinition(
            owner is null ? NewestSql : NewestByOwnerSql,
            new { owner = OwnerKey(owner), key = after?.Key, id = after?.Id, take = limit + 1 },
            cancellationToken: cancellationToken));
        return rows.AsList().ToPage(limit, row => new Keyset(row.PublishedAt ?? 0, row.Id), row => row.ToDetails());
    }

    /// <summary>The best match first among the newest matches, <see cref="MaxCandidates"/> at most; ties by id.</summary>
    public async Task<Page<VideoDetails>> Search(
        IReadOnlyList<string> words, string? owner, int limit, Keyset? after, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenForLongReadAsync(cancellationToken);
        var rank = after is { } keyset ? BitConverter.Int64BitsToDouble(keyset.Key) : (double?)null;
        var rows = await connection.QueryAsync<VideoRow, double, (VideoRow Row, double Rank)>(
            new CommandDefinition(
                owner is null ? _searchSql : _searchByOwnerSql,
                new
                {
                    match = database.Search.Expression(words, owner),
                    owner = OwnerKey(owner),
                    candidates = MaxCandidates,
                    rank,
                    id = after?.Id,
                    take = limit + 1,
                },
                cancellationToken: cancellationToken),
            (row, value) => (row, value),
            splitOn: "Rank");
        return rows.AsList().ToPage(
            limit,
            found => new Keyset(BitConverter.DoubleToInt64Bits(found.Rank), found.Row.Id),
            found => found.Row.ToDetails());
    }

    /// <summary>One account's videos, the purged ones apart, newest first.</summary>
    public async Task<Page<VideoDetails>> Owned(
        Guid accountId, VideoStatus? status, int limit, Keyset? after, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var rows = await connection.QueryAsync<VideoRow>(new CommandDefinition(
            status is null ? OwnedSql : OwnedByStatusSql,
            new { account = accountId.ToString("D"), status = (int?)status, key = after?.Key, id = after?.Id, take = limit + 1 },
            cancellationToken: cancellationToken));
        return rows.AsList().ToPage(limit, row => new Keyset(row.CreatedAt, row.Id), row => row.ToDetails());
    }

    private static string SearchSql(string candidates, string rank) =>
        $"""
        with candidates as materialized (
        {candidates.Replace("{conditions}", Listed, StringComparison.Ordinal)}),
        ranked as materialized (select c.seq as seq, {rank} as rank from candidates c)
        select {VideoRow.Columns}, r.rank as Rank from ranked r join videos v on v.seq = r.seq
        where (r.rank, v.id) > (coalesce(@rank, -1e308), coalesce(@id, ''))
        order by r.rank, v.id limit @take
        """;

    private static string? OwnerKey(string? owner) => owner is null ? null : UserName.Normalize(owner);
}
