using System.Data.Common;
using Dapper;
using OrleansVideo.Grains.Database;

namespace OrleansVideo.Grains.Deletion;

/// <summary>
/// The commands on the deletion ledger. A row decides what happens to its video; each command is one transaction that
/// compares the row's version, so that it meets a running pass without waiting for it.
/// </summary>
internal sealed class DeletionLedger(IVideoDatabase database)
{
    private const string OpenRowSql =
        $"select {DeletionRow.Columns} from deletions where video_id = @video and state in (0, 2, 3)";

    private const string InsertSql =
        """
        insert into deletions (id, video_id, slot, generation, version, state, step, due_at, next_attempt_at, attempts,
            claimed_until, removal_started, owner_id, owner_name, size, bytes_freed, requested_by, requested_at)
        values (@id, @video, @slot,
            (select coalesce(max(generation), 0) + 1 from deletions where video_id = @video),
            1, 0, @step, @due, @now, 0, 0, @final, @owner, @ownerName, @size, 0, @by, @now)
        on conflict do nothing
        """;

    /// <summary>
    /// Moves a purge to an earlier moment; one that has begun, or is due earlier, stays as it is. One that an admin holds
    /// takes the new deadline, and waits on.
    /// </summary>
    private const string HastenSql =
        """
        update deletions set due_at = @due, version = version + 1,
            next_attempt_at = case when step = 2 then @due else next_attempt_at end
        where video_id = @video and state in (0, 3) and step in (1, 2, 3) and removal_started = 0 and due_at > @due
        """;

    /// <summary>Asking again for a deletion that was given up gives it all its attempts anew.</summary>
    private const string ReopenSql =
        """
        update deletions set state = 0, attempts = 0, next_attempt_at = @now, claimed_until = 0, version = version + 1
        where video_id = @video and state = 2 and step in (1, 2, 3)
        """;

    /// <summary>Turns a deletion round. One that is on its way back already, or may have removed files, stays as it is.</summary>
    private const string CancelSql =
        """
        update deletions set step = 3, state = 0, attempts = 0, next_attempt_at = @now, claimed_until = 0, version = version + 1
        where video_id = @video and state in (0, 2, 3) and step in (1, 2) and removal_started = 0
        """;

    private const string NewerSql = "select count(*) from deletions where video_id = @video and state not in (0, 1, 2, 3, 4)";

    /// <summary>
    /// Records a deletion, or finds the one that is open and moves its purge to <see cref="DeletionRequest.DueAt"/> if that
    /// is earlier. A deletion never gets a later deadline by being repeated.
    /// </summary>
    /// <returns>The open row.</returns>
    /// <exception cref="NewerVersionException">A newer release has a row of this video in a state that is unknown here.</exception>
    public async Task<DeletionRow> Open(DeletionRequest request)
    {
        using var activity = VideoTelemetry.Source.StartActivity("deletion record");
        activity?.SetTag("orleansvideo.video.id", request.VideoId);
        return await Write(request);
    }

    private Task<DeletionRow> Write(DeletionRequest request) => database.WriteAsync(async (connection, transaction) =>
    {
        var parameters = new
        {
            id = Guid.NewGuid().ToString("D"),
            video = request.VideoId.ToString("D"),
            slot = request.Slot,
            step = (int)(request.IsFinal ? DeletionStep.Purge : DeletionStep.Hide),
            due = request.DueAt.ToUnixTimeMilliseconds(),
            now = request.RequestedAt.ToUnixTimeMilliseconds(),
            final = request.IsFinal ? 1 : 0,
            owner = request.OwnerId.ToString("D"),
            ownerName = request.Owner,
            size = request.Size,
            by = request.RequestedBy,
        };
        while (true)
        {
            await connection.ExecuteAsync($"{InsertSql}; {ReopenSql}; {HastenSql}", parameters, transaction);
            if (await Find(connection, transaction, parameters.video) is { } open) return open;
            if (await IsNewer(connection, transaction, parameters.video))
                throw new NewerVersionException($"A newer release has a deletion of video {request.VideoId} under way.");
            // Another process closed the open row between the two: the next round inserts a new one.
        }
    });

    /// <summary>Turns an open deletion round, unless files may be gone.</summary>
    /// <returns>
    /// The row, now on its way back; or <see cref="RefusalCode.NotInTrash"/>, <see cref="RefusalCode.PurgeStarted"/>,
    /// <see cref="RefusalCode.NewerVersion"/>.
    /// </returns>
    public async Task<Result<DeletionRow>> Cancel(Guid videoId, DateTimeOffset now)
    {
        using var activity = VideoTelemetry.Source.StartActivity("deletion cancel");
        activity?.SetTag("orleansvideo.video.id", videoId);
        return await TurnRound(videoId, now);
    }

    private Task<Result<DeletionRow>> TurnRound(Guid videoId, DateTimeOffset now) => database.WriteAsync<Result<DeletionRow>>(
        async (connection, transaction) =>
        {
            var video = videoId.ToString("D");
            await connection.ExecuteAsync(CancelSql, new { video, now = now.ToUnixTimeMilliseconds() }, transaction);
            var row = await Find(connection, transaction, video);
            if (row is null) return await IsNewer(connection, transaction, video) ? RefusalCode.NewerVersion : RefusalCode.NotInTrash;
            if (!row.IsKnown) return RefusalCode.NewerVersion;
            return row.RemovalStarted ? RefusalCode.PurgeStarted : row;
        });

    private static async Task<bool> IsNewer(DbConnection connection, DbTransaction transaction, string video) =>
        await connection.ExecuteScalarAsync<long>(NewerSql, new { video }, transaction) > 0;

    private static Task<DeletionRow?> Find(DbConnection connection, DbTransaction? transaction, string video) =>
        connection.QuerySingleOrDefaultAsync<DeletionRow?>(OpenRowSql, new { video }, transaction);
}
