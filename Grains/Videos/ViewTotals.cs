using Dapper;
using OrleansVideo.Grains.Database;

namespace OrleansVideo.Grains.Videos;

/// <summary>
/// What is done about counted views once a minute, all of it bounded and by the database's clock: the totals that lists show,
/// hours that become days and days that become one row, and batch numbers of frontends that are long gone. Each step is one
/// transaction that can be repeated, and that another silo may run beside this one.
/// </summary>
internal sealed class ViewTotals(IVideoDatabase database)
{
    /// <summary>Videos, or rows, of one transaction.</summary>
    public const int Batch = 1_000;

    /// <summary>Transactions of one kind in a pass; what is left waits for the next.</summary>
    public const int MaxRounds = 20;

    /// <summary>Hours are told apart for two days.</summary>
    public static readonly TimeSpan HoursKept = TimeSpan.FromDays(2);

    /// <summary>Days are told apart for a hundred days.</summary>
    public static readonly TimeSpan DaysKept = TimeSpan.FromDays(100);

    /// <summary>
    /// A frontend sends a batch again within seconds; one that could not for so long, while its batch was counted, is no case
    /// worth a row for ever.
    /// </summary>
    public static readonly TimeSpan NumbersKept = TimeSpan.FromDays(7);

    /// <summary>A transaction that counted before the last pass began may have been committed after it: no longer than this.</summary>
    private const long Overlap = 60_000;

    private const string BeginSql =
        """
        update view_totals_progress set began = case when after = '' then {now} else began end where id = 1
        returning since as Since, began as Began, after as After
        """;

    /// <summary>Videos with views since the last pass, from where this one has come to; an hour's row has the time of its last change.</summary>
    private const string ChangedSql =
        """
        select distinct video_id from view_counts
        where period = 1 and starts_at > @since - 3600000 and changed_at >= @since and video_id > @after
        order by video_id limit @take
        """;

    private const string TotalSql =
        $"""
        insert into view_totals (video_id, views)
        select c.video_id, cast(sum(c.views) as bigint) from view_counts c
        where c.video_id in ({ChangedSql})
        group by c.video_id order by c.video_id
        on conflict (video_id) do update set views = excluded.views where view_totals.views <> excluded.views
        """;

    private const string TakeSql =
        """
        delete from view_counts where (video_id, period, starts_at) in (
            select video_id, period, starts_at from view_counts
            where period = @period and starts_at < (select {now}) - @age
            order by starts_at, video_id limit @take)
        returning video_id as VideoId, starts_at as StartsAt, views as Views
        """;

    private const string PruneSql =
        """
        delete from view_batches where frontend in (
            select frontend from view_batches where counted_at < (select {now}) - @age limit @take)
        """;

    /// <summary>One pass.</summary>
    public async Task Run()
    {
        await Repeat(Refresh);
        await Repeat(() => Fold(period: 1, HoursKept, startsAt => startsAt - (startsAt % 86_400_000)));
        await Repeat(() => Fold(period: 2, DaysKept, _ => 0));
        await Repeat(Prune);
    }

    private static async Task Repeat(Func<Task<int>> step)
    {
        for (var round = 0; round < MaxRounds && await step() == Batch; round++)
        {
        }
    }

    /// <summary>Adds up the views of videos that were played since, and writes the sums that have changed.</summary>
    /// <returns>How many videos it looked at.</returns>
    private Task<int> Refresh() => database.WriteAsync(async (connection, transaction) =>
    {
        // The row is locked until the commit: another silo's pass waits here, and goes on where this one came to.
        var (since, began, after) = await connection.QuerySingleAsync<(long, long, string)>(database.WithNow(BeginSql), null, transaction);
        var range = new { since = since - Overlap, after, take = Batch };
        var videos = (await connection.QueryAsync<string>(ChangedSql, range, transaction)).AsList();
        if (videos.Count > 0) await connection.ExecuteAsync(TotalSql, range, transaction);
        await connection.ExecuteAsync(
            "update view_totals_progress set since = @since, after = @after where id = 1",
            videos.Count == Batch ? new { since, after = videos[^1] } : new { since = began, after = "" },
            transaction);
        return videos.Count;
    });

    /// <summary>Moves rows of a period that are old enough to rows of the next longer one. A video's sum stays what it is.</summary>
    private Task<int> Fold(int period, TimeSpan age, Func<long, long> startOf) => database.WriteAsync(async (connection, transaction) =>
    {
        var taken = (await connection.QueryAsync<(string VideoId, long StartsAt, long Views)>(
            database.WithNow(TakeSql), new { period, age = (long)age.TotalMilliseconds, take = Batch }, transaction)).AsList();
        if (taken.Count == 0) return 0;
        var (sql, parameters) = ViewCounts.AddStatement(
            [.. taken.GroupBy(row => (row.VideoId, StartsAt: startOf(row.StartsAt)))
                .Select(row => (Guid.Parse(row.Key.VideoId), row.Key.StartsAt, row.Sum(one => one.Views)))],
            columns: $"{period + 1}, a.starts_at, a.views, 0",
            from: "added a where true");
        await connection.ExecuteAsync(sql, parameters, transaction);
        return taken.Count;
    });

    private Task<int> Prune() => database.ExecuteAsync(PruneSql, new { age = (long)NumbersKept.TotalMilliseconds, take = Batch });
}
