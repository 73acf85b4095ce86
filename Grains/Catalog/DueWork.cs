using Dapper;
using OrleansVideo.Grains.Database;

namespace OrleansVideo.Grains.Catalog;

/// <summary>What a crash may have left half done, found by one index range each. The grains know whether it really is.</summary>
internal sealed class DueWork(IVideoDatabase database)
{
    /// <summary>Items taken per look; the next look takes the next ones.</summary>
    public const int Batch = 100;

    private const string IntentsSql =
        "select video_id, revision from video_intents where announced_at <= @before order by announced_at limit @take";

    private const string StalledSql =
        """
        select video_id from uploads where is_complete = 1 and changed_at <= @before
        union
        select id from videos where status = 2 and changed_at <= @before
        limit @take
        """;

    private const string ExpiredSql =
        """
        select video_id from uploads where is_complete = 0 and expires_at <= @now and leased_until <= @now
        union
        select v.id from videos v
        where v.status = 1 and v.changed_at <= @before and not exists (select 1 from uploads u where u.video_id = v.id)
        limit @take
        """;

    /// <summary>Changes announced before that moment and not yet published.</summary>
    public async Task<IReadOnlyList<(Guid VideoId, long Revision)>> OpenIntents(DateTimeOffset before)
    {
        await using var connection = await database.OpenAsync();
        var rows = await connection.QueryAsync<(string Id, long Revision)>(
            IntentsSql, new { before = before.ToUnixTimeMilliseconds(), take = Batch });
        return [.. rows.Select(row => (Guid.Parse(row.Id), row.Revision))];
    }

    /// <summary>Complete uploads and processing videos that have not moved since that moment.</summary>
    public Task<IReadOnlyList<Guid>> Stalled(DateTimeOffset before) =>
        Ids(StalledSql, new { before = before.ToUnixTimeMilliseconds(), take = Batch });

    /// <summary>Unfinished uploads whose time has passed, and drafts that never saw one for as long.</summary>
    public Task<IReadOnlyList<Guid>> ExpiredUploads(DateTimeOffset now, TimeSpan expiry) =>
        Ids(ExpiredSql, new { now = now.ToUnixTimeMilliseconds(), before = (now - expiry).ToUnixTimeMilliseconds(), take = Batch });

    private async Task<IReadOnlyList<Guid>> Ids(string sql, object parameters)
    {
        await using var connection = await database.OpenAsync();
        return [.. (await connection.QueryAsync<string>(sql, parameters)).Select(Guid.Parse)];
    }
}
