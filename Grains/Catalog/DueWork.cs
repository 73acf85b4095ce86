using Dapper;
using OrleansVideo.Grains.Database;

namespace OrleansVideo.Grains.Catalog;

/// <summary>
/// What a crash may have left half done, found by index ranges. The grains know whether it really is. Ages are measured by the
/// database's clock, which wrote them (asked once, in a query of its own, so that PostgreSQL finds the range in the index).
/// </summary>
internal sealed class DueWork(IVideoDatabase database)
{
    /// <summary>Items taken per look, the oldest first.</summary>
    public const int Batch = 100;

    private const string IntentsSql =
        "select video_id, revision from video_intents where announced_at <= (select {now}) - @age order by announced_at limit @take";

    private const string StalledSql =
        """
        select video_id from (
            select video_id, changed_at from uploads where is_complete = 1 and changed_at <= (select {now}) - @age
            union
            select id, changed_at from videos where status = 2 and changed_at <= (select {now}) - @age) stalled
        order by changed_at limit @take
        """;

    private const string ExpiredSql =
        """
        select video_id from uploads where is_complete = 0 and expires_at <= (select {now}) and leased_until <= (select {now})
        union
        select v.id from videos v
        where v.status = 1 and v.changed_at <= (select {now}) - @age and not exists (select 1 from uploads u where u.video_id = v.id)
        limit @take
        """;

    /// <summary>Changes announced that long ago and not yet published.</summary>
    public async Task<IReadOnlyList<(Guid VideoId, long Revision)>> OpenIntents(TimeSpan age)
    {
        await using var connection = await database.OpenAsync();
        var rows = await connection.QueryAsync<(string Id, long Revision)>(
            database.WithNow(IntentsSql), new { age = (long)age.TotalMilliseconds, take = Batch });
        return [.. rows.Select(row => (Guid.Parse(row.Id), row.Revision))];
    }

    /// <summary>Complete uploads and processing videos that have not moved for that long.</summary>
    public Task<IReadOnlyList<Guid>> Stalled(TimeSpan age) => Ids(StalledSql, age);

    /// <summary>Unfinished uploads whose time has passed, and drafts that never saw one for as long.</summary>
    public Task<IReadOnlyList<Guid>> ExpiredUploads(TimeSpan expiry) => Ids(ExpiredSql, expiry);

    private async Task<IReadOnlyList<Guid>> Ids(string sql, TimeSpan age)
    {
        await using var connection = await database.OpenAsync();
        var ids = await connection.QueryAsync<string>(
            database.WithNow(sql), new { age = (long)age.TotalMilliseconds, take = Batch });
        return [.. ids.Distinct().Select(Guid.Parse)];
    }
}
