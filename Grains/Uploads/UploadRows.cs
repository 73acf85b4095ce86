using System.Data.Common;
using Dapper;
using OrleansVideo.Grains.Database;

namespace OrleansVideo.Grains.Uploads;

/// <summary>
/// The uploads under way, one row each: what limits them per account, and what a reconciler finds after a crash. A row
/// says what may be due; the upload's grain knows.
/// </summary>
internal sealed class UploadRows(IVideoDatabase database)
{
    /// <summary>
    /// Bytes reserved beyond the announced length, which is a lower bound: a form's own length says little of its file's.
    /// </summary>
    private const long LengthSlack = 64 * 1024;

    private const string UpsertSql =
        """
        insert into uploads (video_id, account_id, is_complete, leased_until, expires_at, changed_at)
        values (@video, @account, 0, @leasedUntil, @expiresAt, @now)
        on conflict (video_id) do update set
            is_complete = 0, leased_until = excluded.leased_until, expires_at = excluded.expires_at, changed_at = excluded.changed_at
        """;

    /// <summary>
    /// Reserves room for an upload under the account's row lock, so that two uploads can't take the same bytes.
    /// </summary>
    /// <param name="videoId">The video.</param>
    /// <param name="accountId">Its owner.</param>
    /// <param name="length">Bytes wanted at least; null reserves all that may come.</param>
    /// <param name="limits">The site's limits.</param>
    /// <param name="times">Now, and until when lease and upload live.</param>
    public Task<Reservation> Reserve(Guid videoId, Guid accountId, long? length, UploadLimits limits, UploadTimes times)
    {
        var video = videoId.ToString("D");
        var account = accountId.ToString("D");
        return database.WriteAsync(async (connection, transaction) =>
        {
            await connection.ExecuteAsync(
                "update accounts set revision = revision where account_id = @account", new { account }, transaction);
            if (await Running(connection, transaction, video, account, times) >= limits.MaxConcurrent)
                return new Reservation(0, RefusalCode.UploadsExhausted);
            var room = limits.QuotaBytes - await StorageCharges.Used(connection, transaction, account, video);
            if (room <= 0 || length > room) return new Reservation(0, RefusalCode.QuotaExceeded);
            var bytes = Math.Min(Math.Min(limits.MaxBytes, room), length + LengthSlack ?? long.MaxValue);
            await StorageCharges.Set(connection, transaction, video, account, bytes);
            await connection.ExecuteAsync(UpsertSql, times.For(video, account), transaction);
            return new Reservation(bytes, null);
        });
    }

    /// <summary>The writer is alive.</summary>
    public Task Renew(Guid videoId, UploadTimes times) => database.ExecuteAsync(
        "update uploads set leased_until = @leasedUntil, expires_at = @expiresAt, changed_at = @now where video_id = @video",
        times.For(videoId.ToString("D"), null));

    /// <summary>All bytes are here: from now on the upload is due work and its charge is exact.</summary>
    public Task MarkComplete(Guid videoId, long bytes, DateTimeOffset now) => database.WriteAsync(async (connection, transaction) =>
    {
        var row = new { video = videoId.ToString("D"), bytes, now = now.ToUnixTimeMilliseconds() };
        await connection.ExecuteAsync(
            "update uploads set is_complete = 1, leased_until = 0, changed_at = @now where video_id = @video", row, transaction);
        await connection.ExecuteAsync("update storage_charges set bytes = @bytes where video_id = @video", row, transaction);
    });

    /// <summary>The writer gave up; its bytes are free again, and the draft stays until it expires.</summary>
    public Task Release(Guid videoId) => database.WriteAsync(async (connection, transaction) =>
    {
        var video = videoId.ToString("D");
        await connection.ExecuteAsync(
            "update uploads set is_complete = 0, leased_until = 0 where video_id = @video", new { video }, transaction);
        await StorageCharges.Remove(connection, transaction, video);
    });

    /// <summary>Nothing is left to do for this upload.</summary>
    public Task Remove(Guid videoId) =>
        database.ExecuteAsync("delete from uploads where video_id = @video", new { video = videoId.ToString("D") });

    private static Task<long> Running(
        DbConnection connection, DbTransaction transaction, string video, string account, UploadTimes times) =>
        connection.ExecuteScalarAsync<long>(
            "select count(*) from uploads where account_id = @account and video_id <> @video and leased_until > @now",
            new { account, video, now = times.Now.ToUnixTimeMilliseconds() },
            transaction);
}
