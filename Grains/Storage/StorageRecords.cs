using Dapper;
using OrleansVideo.Grains.Database;
using OrleansVideo.Videos;

namespace OrleansVideo.Grains.Storage;

/// <summary>What the read models say of files, many at a time. Whatever looks wrong there, the grains are asked about.</summary>
internal sealed class StorageRecords(IVideoDatabase database)
{
    /// <summary>Processing, ready, failed, in the trash: with a file that has to be there.</summary>
    private const string AfterSql =
        """
        select id, status, size, has_poster from videos
        where id > @after and status in (2, 3, 4, 5) and size is not null order by id limit @take
        """;

    /// <summary>An upload may be gone on with until it expires, whoever wrote last.</summary>
    private const string UploadingSql =
        "select video_id from uploads where (is_complete = 1 or leased_until > {now} or expires_at > {now}) and video_id in ";

    private const string ScrubSql =
        """
        select id, size, content_hash from videos
        where id > @after and status in (3, 4, 5) and content_hash is not null order by id limit 1
        """;

    /// <summary>The rows of these videos, as far as there are any.</summary>
    public async Task<Dictionary<Guid, RecordFacts>> Videos(IEnumerable<Guid> ids)
    {
        var parameters = new DynamicParameters();
        var list = parameters.AddList(Texts(ids));
        await using var connection = await database.OpenAsync();
        var rows = await connection.QueryAsync<(string Id, long Status, long? Size, long HasPoster)>(
            "select id, status, size, has_poster from videos where id in " + list, parameters);
        return rows.ToDictionary(row => Guid.Parse(row.Id), Facts);
    }

    /// <summary>Those of these videos whose upload is alive.</summary>
    public async Task<HashSet<Guid>> Uploading(IEnumerable<Guid> ids)
    {
        var parameters = new DynamicParameters();
        var list = parameters.AddList(Texts(ids));
        await using var connection = await database.OpenAsync();
        var rows = await connection.QueryAsync<string>(database.WithNow(UploadingSql + list), parameters);
        return [.. rows.Select(Guid.Parse)];
    }

    /// <summary>Videos that need a file, by the order of their ids.</summary>
    /// <param name="after">The last one of the batch before; empty for the first.</param>
    /// <param name="take">At most.</param>
    public async Task<IReadOnlyList<(Guid Id, RecordFacts Facts)>> After(string after, int take)
    {
        await using var connection = await database.OpenAsync();
        var rows = await connection.QueryAsync<(string Id, long Status, long? Size, long HasPoster)>(AfterSql, new { after, take });
        return [.. rows.Select(row => (Guid.Parse(row.Id), Facts(row)))];
    }

    /// <summary>The next video whose bytes can be compared with their digest; null after the last one.</summary>
    public async Task<(Guid Id, long Size, string ContentHash)?> NextToScrub(string after)
    {
        await using var connection = await database.OpenAsync();
        var row = await connection.QuerySingleOrDefaultAsync<(string? Id, long Size, string ContentHash)>(ScrubSql, new { after });
        return row.Id is null ? null : (Guid.Parse(row.Id), row.Size, row.ContentHash);
    }

    private static IEnumerable<string> Texts(IEnumerable<Guid> ids) => ids.Select(id => id.ToString("D"));

    private static RecordFacts Facts((string Id, long Status, long? Size, long HasPoster) row) =>
        new((VideoStatus)row.Status, row.Size, row.HasPoster != 0);
}
