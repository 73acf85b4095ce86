using System.Data.Common;
using Dapper;
using OrleansVideo.Grains.Database;

namespace OrleansVideo.Grains.Deletion;

/// <summary>
/// What an admin changes about a deletion: holds it, lets it go on, has it tried again. Each is one compare-and-set on the
/// video's newest row, so that it meets a running pass without waiting for it.
/// </summary>
internal sealed class DeletionOverrides(IVideoDatabase database)
{
    private const string Newest =
        "video_id = @video and generation = (select max(generation) from deletions where video_id = @video)";

    /// <summary>Only what waits for its deadline: a video that is not hidden yet is hidden first, one that is going is gone.</summary>
    private const string HoldSql =
        $"""
        update deletions set state = 3, claimed_until = 0, version = version + 1, held_at = @now, held_reason = @reason, untold = version + 1
        where {Newest} and state = 0 and step = 2 and removal_started = 0
        """;

    private const string ReleaseSql = 
        $"""
        update deletions set state = 0, version = version + 1, held_at = null, held_reason = null, untold = version + 1
        where {Newest} and state = 3 and step in (1, 2, 3)
        """;

    /// <summary>A row between two attempts has the error of the last one; one that waits for its deadline has none.</summary>
    private const string RetrySql =
        $"""
        update deletions set attempts = case when state = 2 then 0 else attempts end, state = 0, next_attempt_at = @now,
            claimed_until = case when state = 2 then 0 else claimed_until end, version = version + 1
        where {Newest} and step in (1, 2, 3) and (state = 2 or (state = 0 and last_error is not null and claimed_until <= {"{now}"}))
        """;

    private const string ReplaySql =
        """
        update deletions set state = 0, attempts = 0, next_attempt_at = @now, claimed_until = 0, version = version + 1
        where state = 2 and step in (1, 2, 3) and slot >= @from and slot < @to
        """;

    /// <summary>Keeps a deletion that waits for its deadline from going on; a held one stays held.</summary>
    /// <param name="videoId">The video.</param>
    /// <param name="now">The moment.</param>
    /// <param name="reason">What the owner is told; null for nothing.</param>
    public Task<Result<DeletionRow>> Hold(Guid videoId, DateTimeOffset now = default, string? reason = null) =>
        Change(videoId, HoldSql, now, row => row.State == DeletionRowState.Held, reason);

    /// <summary>Lets a held deletion go on.</summary>
    public Task<Result<DeletionRow>> Release(Guid videoId) => Change(videoId, ReleaseSql, default, _ => false);

    /// <summary>Has the next step of a deletion that failed tried now.</summary>
    public Task<Result<DeletionRow>> Retry(Guid videoId, DateTimeOffset now) => Change(videoId, RetrySql, now, _ => false);

    /// <summary>Has all dead letters of these slots tried again.</summary>
    /// <returns>How many there were.</returns>
    public Task<int> Replay((int From, int To) slots, DateTimeOffset now) =>
        database.ExecuteAsync(ReplaySql, new { from = slots.From, to = slots.To, now = now.ToUnixTimeMilliseconds() });

    /// <summary>The video's newest deletion as it is; null when it has none.</summary>
    public async Task<DeletionRow?> Find(Guid videoId)
    {
        await using var connection = await database.OpenAsync();
        return await Find(connection, null, videoId.ToString("D"));
    }

    private Task<Result<DeletionRow>> Change(Guid videoId, string sql, DateTimeOffset now, Func<DeletionRow, bool> isSoAlready, string? reason = null) =>
        database.WriteAsync<Result<DeletionRow>>(async (connection, transaction) =>
        {
            var video = videoId.ToString("D");
            var changed = await connection.ExecuteAsync(
                database.WithNow(sql), new { video, now = now.ToUnixTimeMilliseconds(), reason }, transaction);
            if (await Find(connection, transaction, video) is not { } row) return RefusalCode.NotFound;
            if (!row.IsKnown) return RefusalCode.NewerVersion;
            if (changed > 0 || isSoAlready(row)) return row;
            return row.State == DeletionRowState.Open && row.RemovalStarted ? RefusalCode.PurgeStarted : RefusalCode.DeletionStateConflict;
        });

    private static Task<DeletionRow?> Find(DbConnection connection, DbTransaction? transaction, string video) =>
        connection.QuerySingleOrDefaultAsync<DeletionRow?>(
            $"select {DeletionRow.Columns} from deletions where {Newest}", new { video }, transaction);
}
