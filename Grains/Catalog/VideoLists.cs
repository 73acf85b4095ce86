using Dapper;
using OrleansVideo.Accounts;
using OrleansVideo.Catalog;
using OrleansVideo.Grains.Database;
using OrleansVideo.Videos;

namespace OrleansVideo.Grains.Catalog;

/// <summary>The reading side of the videos' read model.</summary>
internal sealed class VideoLists(IVideoDatabase database)
{
    /// <summary>Public, ready, and with no hiding change on its way.</summary>
    private const string Listed =
        """
        v.status = 3 and v.visibility = 1
        and not exists (select 1 from video_intents i where i.video_id = v.id and i.hides = 1)
        """;

    private const string NewestSql =
        $"""
        select {VideoRow.Columns} from videos v
        where {Listed}
          and (@owner is null or v.owner_key = @owner)
          and (@key is null or v.published_at < @key or (v.published_at = @key and v.id < @id))
        order by v.published_at desc, v.id desc limit @take
        """;

    private readonly string _searchSql =
        $"""
        select {VideoRow.Columns}, {database.Search.Rank} as Rank from {database.Search.From}
        where {database.Search.Condition} and {Listed}
          and (@owner is null or v.owner_key = @owner)
          and (@rank is null or {database.Search.Rank} > @rank or ({database.Search.Rank} = @rank and v.id > @id))
        order by {database.Search.Rank}, v.id limit @take
        """;

    private const string OwnedSql =
        $"""
        select {VideoRow.Columns} from videos v
        where v.owner_id = @account and v.status <> 7
          and (@status is null or v.status = @status)
          and (@key is null or v.created_at < @key or (v.created_at = @key and v.id < @id))
        order by v.created_at desc, v.id desc limit @take
        """;

    /// <summary>Newest first.</summary>
    public async Task<Page<VideoDetails>> Newest(
        string? owner, int limit, Keyset? after, CancellationToken cancellationToken = default)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var rows = await connection.QueryAsync<VideoRow>(new CommandDefinition(
            NewestSql,
            new { owner = OwnerKey(owner), key = after?.Key, id = after?.Id, take = limit + 1 },
            cancellationToken: cancellationToken));
        return rows.AsList().ToPage(limit, row => new Keyset(row.PublishedAt ?? 0, row.Id), row => row.ToDetails());
    }

    /// <summary>Best match first; ties by id.</summary>
    public async Task<Page<VideoDetails>> Search(
        IReadOnlyList<string> words, string? owner, int limit, Keyset? after, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenForLongReadAsync(cancellationToken);
        var rank = after is { } keyset ? BitConverter.Int64BitsToDouble(keyset.Key) : (double?)null;
        var rows = await connection.QueryAsync<VideoRow, double, (VideoRow Row, double Rank)>(
            new CommandDefinition(
                _searchSql,
                new { match = database.Search.Expression(words), owner = OwnerKey(owner), rank, id = after?.Id, take = limit + 1 },
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
            OwnedSql,
            new { account = accountId.ToString("D"), status = (int?)status, key = after?.Key, id = after?.Id, take = limit + 1 },
            cancellationToken: cancellationToken));
        return rows.AsList().ToPage(limit, row => new Keyset(row.CreatedAt, row.Id), row => row.ToDetails());
    }

    private static string? OwnerKey(string? owner) => owner is null ? null : UserName.Normalize(owner);
}
