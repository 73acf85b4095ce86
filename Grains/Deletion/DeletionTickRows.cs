using Dapper;
using OrleansVideo.Deletion;
using OrleansVideo.Grains.Database;

namespace OrleansVideo.Grains.Deletion;

/// <summary>
/// What has become of the shards' reminders. In the database, because a reminder's ticks are not: one that no silo was there
/// for is skipped and never heard of.
/// </summary>
internal sealed class DeletionTickRows(IVideoDatabase database)
{
    /// <summary>Whole periods that have passed beside the one that this tick ends; a tick a little late is no missed one.</summary>
    private const string SeenSql =
        """
        insert into deletion_ticks (shard, last_tick_at, seen, missed) values (@shard, @now, 1, 0)
        on conflict (shard) do update set last_tick_at = excluded.last_tick_at, seen = deletion_ticks.seen + 1,
            missed = deletion_ticks.missed + case when excluded.last_tick_at - deletion_ticks.last_tick_at > @period
                then (excluded.last_tick_at - deletion_ticks.last_tick_at - @period / 2) / @period else 0 end
        returning missed
        """;

    /// <summary>The shard's reminder has ticked.</summary>
    /// <returns>How many ticks were missed since the one before.</returns>
    public Task<long> Seen(string shard, DateTimeOffset now, TimeSpan period) => database.WriteAsync(async (connection, transaction) =>
    {
        var before = await connection.ExecuteScalarAsync<long?>(
            "select missed from deletion_ticks where shard = @shard", new { shard }, transaction) ?? 0;
        var after = await connection.ExecuteScalarAsync<long>(
            SeenSql, new { shard, now = now.ToUnixTimeMilliseconds(), period = (long)period.TotalMilliseconds }, transaction);
        return after - before;
    });

    /// <summary>A shard that is no more ticks no more.</summary>
    public Task Forget(string shard) => database.ExecuteAsync("delete from deletion_ticks where shard = @shard", new { shard });

    /// <summary>All shards that have ticked, by the order of their numbers.</summary>
    public async Task<IReadOnlyList<DeletionTicks>> List()
    {
        await using var connection = await database.OpenAsync();
        var rows = await connection.QueryAsync<(string Shard, long LastTickAt, long Seen, long Missed)>(
            "select shard, last_tick_at, seen, missed from deletion_ticks order by length(shard), shard");
        return [.. rows.Select(row => new DeletionTicks(row.Shard, UnixTime.FromColumn(row.LastTickAt), row.Seen, row.Missed))];
    }
}
