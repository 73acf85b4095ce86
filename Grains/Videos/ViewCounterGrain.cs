using System.Data.Common;
using System.Text;
using Dapper;
using Orleans.Concurrency;
using OrleansVideo.Grains.Database;
using OrleansVideo.Videos;

namespace OrleansVideo.Grains.Videos;

/// <summary>Counts views on the silo where it is asked; how many transactions at once, <see cref="ViewCounts"/> says.</summary>
[GrainType("view-counter"), StatelessWorker, Reentrant]
internal sealed class ViewCounterGrain(ViewCounts counts) : Grain, IViewCounterGrain
{
    public Task<ViewBatchOutcome> Add(ViewBatch batch) => counts.Add(batch);

    public Task<long> GetCount(Guid videoId) => counts.Count(videoId);
}

/// <summary>
/// Views in rows of their own (<c>view_counts</c>), one for each video and hour, by the database's clock. Counting touches no
/// row of a video and no lock that a change of a video waits for. Rows are locked in the order of their videos, so that
/// transactions which count the same videos wait for each other and never in a circle.
/// </summary>
internal sealed class ViewCounts(IVideoDatabase database) : IDisposable
{
    /// <summary>
    /// Transactions that count at once, on this silo: however many frontends count, and however long they wait for one row,
    /// other work finds connections.
    /// </summary>
    public const int MaxConcurrentWrites = 4;

    /// <summary>Removes all that was counted for the video <c>@Id</c>.</summary>
    public const string RemoveSql = "delete from view_counts where video_id = @Id; delete from view_totals where video_id = @Id";

    private const string TakeNumberSql =
        """
        insert into view_batches (frontend, number, counted_at) values (@frontend, @number, {now})
        on conflict (frontend) do update set number = excluded.number, counted_at = excluded.counted_at
        where view_batches.number < excluded.number
        """;

    private readonly SemaphoreSlim _gate = new(MaxConcurrentWrites);

    /// <inheritdoc/>
    public void Dispose() => _gate.Dispose();

    /// <summary>Counts a batch together with its number, unless that or a later one was counted before.</summary>
    public async Task<ViewBatchOutcome> Add(ViewBatch batch)
    {
        if (!batch.IsValid()) return ViewBatchOutcome.Refused;
        return await Write(async (connection, transaction) =>
        {
            var number = new { frontend = batch.Frontend.ToString("D"), number = batch.Number };
            if (await connection.ExecuteAsync(database.WithNow(TakeNumberSql), number, transaction) == 0) return ViewBatchOutcome.Repeated;
            await AddThisHour(batch.Counts, connection, transaction);
            return ViewBatchOutcome.Counted;
        });
    }

    /// <summary>Counts views of one video that come without a number: when the call is repeated, so are they.</summary>
    public Task Add(ViewCount count) => Write((connection, transaction) => AddThisHour([count], connection, transaction));

    /// <summary>What was counted for a video.</summary>
    public async Task<long> Count(Guid videoId)
    {
        await using var connection = await database.OpenAsync();
        return await connection.ExecuteScalarAsync<long>(
            "select cast(coalesce(sum(views), 0) as bigint) from view_counts where video_id = @id", new { id = videoId.ToString("D") });
    }

    /// <summary>Adds views to rows, which are made where there are none.</summary>
    /// <param name="rows">The rows' values: video, views, and what <paramref name="columns"/> uses besides.</param>
    /// <param name="columns">Period, start, views and time of the change, of the row <c>a</c>.</param>
    /// <param name="from">Where the rows come from: <c>added a</c>, and what it is joined with.</param>
    internal static (string Sql, DynamicParameters Parameters) AddStatement(
        IReadOnlyCollection<(Guid VideoId, long StartsAt, long Views)> rows, string columns, string from)
    {
        var (values, parameters, number) = (new StringBuilder(), new DynamicParameters(), 0);
        foreach (var (videoId, startsAt, views) in rows)
        {
            values.Append(number == 0 ? "" : ", ").Append(null, $"(@v{number}, @s{number}, @n{number})");
            parameters.Add($"v{number}", videoId.ToString("D"));
            parameters.Add($"s{number}", startsAt);
            parameters.Add($"n{number++}", views);
        }

        return ($"""
            with added(video_id, starts_at, views) as (values {values})
            insert into view_counts (video_id, period, starts_at, views, changed_at)
            select a.video_id, {columns} from {from}
            order by a.video_id
            on conflict (video_id, period, starts_at) do update set
                views = view_counts.views + excluded.views, changed_at = excluded.changed_at
            """, parameters);
    }

    /// <summary>The video is asked for in its read model's row: one that is gone, or never was, counts none.</summary>
    private Task<int> AddThisHour(IReadOnlyCollection<ViewCount> counts, DbConnection connection, DbTransaction transaction)
    {
        var (sql, parameters) = AddStatement(
            [.. counts.Select(count => (count.VideoId, 0L, (long)count.Views))],
            columns: "1, {now} / 3600000 * 3600000, a.views, {now}",
            from: "added a join videos v on v.id = a.video_id and v.status = 3 where true");
        return connection.ExecuteAsync(database.WithNow(sql), parameters, transaction);
    }

    private async Task<T> Write<T>(Func<DbConnection, DbTransaction, Task<T>> work)
    {
        await _gate.WaitAsync();
        try
        {
            return await database.WriteAsync(work);
        }
        finally
        {
            _gate.Release();
        }
    }
}
