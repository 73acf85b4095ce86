using System.Data.Common;
using Dapper;
using OrleansVideo.Grains.Database;

namespace OrleansVideo.Grains.Uploads;

/// <summary>
/// What each video takes of its owner's storage: one row a video, reserved before the first byte, settled at the last,
/// and deleted in the transaction that closes the video's deletion. Quota is their sum.
/// </summary>
internal sealed class StorageCharges(IVideoDatabase database)
{
    /// <summary>Bytes charged to an account, reservations of running uploads included.</summary>
    public async Task<long> Used(Guid accountId, CancellationToken cancellationToken)
    {
        var now = await database.ReadClockAsync(cancellationToken);
        await using var connection = await database.OpenAsync(cancellationToken);
        return await Used(connection, null, accountId.ToString("D"), exceptVideo: null, now, cancellationToken);
    }

    /// <summary>
    /// Bytes charged to an account but for one video. An unfinished upload whose writer has fallen silent counts for nothing: its
    /// reservation would block the account until the upload expires, and its bytes go when the next writer begins.
    /// </summary>
    public static Task<long> Used(
        DbConnection connection,
        DbTransaction? transaction,
        string accountId,
        string? exceptVideo,
        DateTimeOffset now,
        CancellationToken cancellationToken = default) =>
        connection.ExecuteScalarAsync<long>(new CommandDefinition(
            """
            select coalesce(sum(c.bytes), 0) from storage_charges c
            where c.account_id = @accountId and (@exceptVideo is null or c.video_id <> @exceptVideo)
                and not exists (select 1 from uploads u where u.video_id = c.video_id and u.is_complete = 0 and u.leased_until <= @now)
            """,
            new { accountId, exceptVideo, now = now.ToUnixTimeMilliseconds() },
            transaction,
            cancellationToken: cancellationToken));

    /// <summary>Sets what a video takes.</summary>
    public static Task Set(DbConnection connection, DbTransaction transaction, string videoId, string accountId, long bytes) =>
        connection.ExecuteAsync(
            """
            insert into storage_charges (video_id, account_id, bytes) values (@videoId, @accountId, @bytes)
            on conflict (video_id) do update set bytes = excluded.bytes
            """,
            new { videoId, accountId, bytes },
            transaction);

    /// <summary>The video takes nothing any more.</summary>
    public static Task Remove(DbConnection connection, DbTransaction transaction, string videoId) =>
        connection.ExecuteAsync("delete from storage_charges where video_id = @videoId", new { videoId }, transaction);
}
