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
    /// <summary>Bytes charged to an account, reservations included.</summary>
    public async Task<long> Used(Guid accountId)
    {
        await using var connection = await database.OpenAsync();
        return await Used(connection, null, accountId.ToString("D"), exceptVideo: null);
    }

    /// <summary>Bytes charged to an account but for one video.</summary>
    public static Task<long> Used(DbConnection connection, DbTransaction? transaction, string accountId, string? exceptVideo) =>
        connection.ExecuteScalarAsync<long>(
            """
            select coalesce(sum(bytes), 0) from storage_charges
            where account_id = @accountId and (@exceptVideo is null or video_id <> @exceptVideo)
            """,
            new { accountId, exceptVideo },
            transaction);

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
