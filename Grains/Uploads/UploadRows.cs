using System.Data.Common;
using Dapper;
using OrleansVideo.Grains.Catalog;
using OrleansVideo.Grains.Database;
using OrleansVideo.Uploads;

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

    /// <summary>The row decides, and where a draft never had one, the draft's own age.</summary>
    private const string IsExpiredSql =
        """
        select count(*) from (
            select 1 as is_due from uploads
            where video_id = @video and is_complete = 0 and expires_at <= {now} and leased_until <= {now}
            union all
            select 1 from videos v
            where v.id = @video and v.status = 1 and v.changed_at <= {now} - @expiry
              and not exists (select 1 from uploads u where u.video_id = v.id)) due
        """;

    private const string UpsertSql =
        """
        insert into uploads (video_id, account_id, is_complete, leased_until, expires_at, changed_at)
        values (@video, @account, 0, @leasedUntil, @expiresAt, @now)
        on conflict (video_id) do update set
            is_complete = 0, leased_until = excluded.leased_until, expires_at = excluded.expires_at, changed_at = excluded.changed_at
        """;

    /// <summary>
    /// Reserves room for an upload under the account's row lock, so that two uploads can't take the same bytes; and under the video's,
    /// so that none is reserved for a video that is being purged, by an activation that has not heard of it.
    /// </summary>
    /// <param name="videoId">The video.</param>
    /// <param name="accountId">Its owner.</param>
    /// <param name="length">Bytes wanted at least; null when unknown, which reserves one step.</param>
    /// <param name="limits">The site's limits.</param>
    /// <param name="volume">What the disk has room for.</param>
    /// <param name="times">Now, and until when lease and upload live.</param>
    public Task<Reservation> Reserve(
        Guid videoId, Guid accountId, long? length, UploadLimits limits, VolumeRoom volume, UploadTimes times)
    {
        var video = videoId.ToString("D");
        var account = accountId.ToString("D");
        return database.WriteAsync(async (connection, transaction) =>
        {
            await LockAccount(connection, transaction, account);
            if (!await VideoRows.TryLock(connection, transaction, video)) return Reservation.Refused(RefusalCode.Gone);
            if (await Running(connection, transaction, video, account, times) >= limits.MaxConcurrent)
                return Reservation.Refused(RefusalCode.UploadsExhausted);
            var room = limits.QuotaBytes - await StorageCharges.Used(connection, transaction, account, video, times.Now);
            if (room <= 0 || length > room) return Reservation.Refused(RefusalCode.QuotaExceeded);
            var most = Math.Min(limits.MaxBytes, room);
            var bytes = Math.Min(most, length + LengthSlack ?? limits.Step);
            var disk = await RoomOnDisk(connection, transaction, video, volume, times);
            if (disk <= 0 || (length is not null && bytes > disk)) return Reservation.Refused(RefusalCode.StorageFull);
            bytes = Math.Min(bytes, disk);
            await StorageCharges.Set(connection, transaction, video, account, bytes);
            await connection.ExecuteAsync(UpsertSql, times.For(video, account), transaction);
            return new Reservation(bytes, length is null ? most : bytes, null);
        });
    }

    /// <summary>
    /// The writer is alive, and wants so many bytes reserved in all. A writer whose lease had lapsed gets back what it had only if nobody
    /// has taken the room meanwhile.
    /// </summary>
    /// <param name="videoId">The video.</param>
    /// <param name="needed">Bytes without which the upload can't go on; 0 for no more than are reserved.</param>
    /// <param name="wanted">Bytes to reserve if there is room, at least <paramref name="needed"/>.</param>
    /// <param name="limits">The site's limits.</param>
    /// <param name="volume">What the disk has room for; null when no more is wanted.</param>
    /// <param name="times">Now, and until when lease and upload live.</param>
    public Task<Reservation> Renew(
        Guid videoId, long needed, long wanted, UploadLimits limits, VolumeRoom? volume, UploadTimes times) =>
        database.WriteAsync(async (connection, transaction) =>
        {
            var video = videoId.ToString("D");
            if (await Find(connection, transaction, video) is not { } row) return Reservation.Refused(RefusalCode.UploadSuperseded);
            var (bytes, most) = (row.Bytes, limits.MaxBytes);
            if (wanted > bytes || row.LeasedUntil <= times.Now.ToUnixTimeMilliseconds())
            {
                await LockAccount(connection, transaction, row.AccountId);
                var room = limits.QuotaBytes - await StorageCharges.Used(connection, transaction, row.AccountId, video, times.Now);
                if (Math.Max(bytes, needed) > room) return Reservation.Refused(RefusalCode.QuotaExceeded);
                var reserved = Math.Max(bytes, needed);
                (bytes, most) = (Math.Min(room, Math.Max(bytes, wanted)), Math.Min(most, room));
                if (volume is { } measured)
                {
                    var disk = await RoomOnDisk(connection, transaction, video, measured, times);
                    if (reserved > disk) return Reservation.Refused(RefusalCode.StorageFull);
                    bytes = Math.Min(bytes, disk);
                }

                await StorageCharges.Set(connection, transaction, video, row.AccountId, bytes);
            }

            await connection.ExecuteAsync(
                "update uploads set leased_until = @leasedUntil, expires_at = @expiresAt, changed_at = @now where video_id = @video",
                times.For(video, null),
                transaction);
            return new Reservation(bytes, most, null);
        });

    /// <summary>The videos whose uploads are running, in the whole cluster.</summary>
    public async Task<IReadOnlyCollection<Guid>> Running(DateTimeOffset now)
    {
        await using var connection = await database.OpenAsync();
        var videos = await connection.QueryAsync<string>(
            "select video_id from uploads where is_complete = 0 and leased_until > @now", new { now = now.ToUnixTimeMilliseconds() });
        return [.. videos.Select(Guid.Parse)];
    }

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

    /// <summary>Whether nobody has written for the upload's time (or ever, to a draft that is as old), by the database's clock.</summary>
    public async Task<bool> IsExpired(Guid videoId, TimeSpan expiry)
    {
        await using var connection = await database.OpenAsync();
        return await connection.ExecuteScalarAsync<long>(
            database.WithNow(IsExpiredSql), new { video = videoId.ToString("D"), expiry = (long)expiry.TotalMilliseconds }) > 0;
    }

    /// <summary>Nothing is left to do for this upload.</summary>
    public Task Remove(Guid videoId) =>
        database.ExecuteAsync("delete from uploads where video_id = @video", new { video = videoId.ToString("D") });

    /// <summary>The unfinished upload of a video, and what is reserved for it; null when there is none.</summary>
    private static Task<Unfinished?> Find(DbConnection connection, DbTransaction transaction, string video) =>
        connection.QuerySingleOrDefaultAsync<Unfinished?>(
            """
            select u.account_id as AccountId, u.leased_until as LeasedUntil, coalesce(c.bytes, 0) as Bytes
            from uploads u left join storage_charges c on c.video_id = u.video_id
            where u.video_id = @video and u.is_complete = 0
            """,
            new { video },
            transaction);

    private static Task<int> LockAccount(DbConnection connection, DbTransaction transaction, string account) =>
        connection.ExecuteAsync("update accounts set revision = revision where account_id = @account", new { account }, transaction);

    /// <summary>
    /// How many bytes the disk has room for of one upload, those included that it has written. Until the transaction ends no other
    /// upload gets any: the row is everybody's, and always the last to be locked.
    /// </summary>
    private static async Task<long> RoomOnDisk(
        DbConnection connection, DbTransaction transaction, string video, VolumeRoom volume, UploadTimes times)
    {
        await connection.ExecuteAsync("update storage_reconciler set scan = scan where id = 1", transaction: transaction);
        var others = await connection.QueryAsync<(string Video, long Bytes)>(
            """
            select u.video_id, c.bytes from uploads u join storage_charges c on c.video_id = u.video_id
            where u.is_complete = 0 and u.leased_until > @now and u.video_id <> @video
            """,
            new { video, now = times.Now.ToUnixTimeMilliseconds() },
            transaction);
        var announced = others.Sum(upload => Math.Max(0, upload.Bytes - volume.WrittenTo(upload.Video)));
        return volume.FreeBytes - announced + volume.WrittenTo(video);
    }

    private static Task<long> Running(
        DbConnection connection, DbTransaction transaction, string video, string account, UploadTimes times) =>
        connection.ExecuteScalarAsync<long>(
            "select count(*) from uploads where account_id = @account and video_id <> @video and leased_until > @now",
            new { account, video, now = times.Now.ToUnixTimeMilliseconds() },
            transaction);

    private sealed record Unfinished(string AccountId, long LeasedUntil, long Bytes);
}

/// <summary>What an upload got of its account's storage.</summary>
/// <param name="Bytes">Bytes reserved; 0 when refused.</param>
/// <param name="MaxBytes">How far the reservation can grow, by the limits and the room of now; 0 when refused.</param>
/// <param name="Refusal">Why not; null when reserved.</param>
internal readonly record struct Reservation(long Bytes, long MaxBytes, RefusalCode? Refusal)
{
    /// <summary>Nothing was reserved.</summary>
    public static Reservation Refused(RefusalCode refusal) => new(0, 0, refusal);
}

/// <summary>What one account may send and store.</summary>
/// <param name="MaxBytes">The largest file.</param>
/// <param name="QuotaBytes">Bytes in all.</param>
/// <param name="MaxConcurrent">Uploads at once.</param>
/// <param name="Step">How many bytes an upload of unknown length reserves at a time.</param>
internal readonly record struct UploadLimits(long MaxBytes, long QuotaBytes, int MaxConcurrent, long Step)
{
    /// <summary>The limits that the options set.</summary>
    public static UploadLimits From(UploadsOptions options) =>
        new(options.MaxBytes, options.UserQuotaBytes, options.MaxConcurrentPerUser, options.ReservationStep);
}

/// <summary>The moments of an upload's row, by the database's clock.</summary>
/// <param name="Now">When the row is written.</param>
/// <param name="LeasedUntil">Until when its writer counts as alive.</param>
/// <param name="ExpiresAt">When it is given up unless there is progress.</param>
internal readonly record struct UploadTimes(DateTimeOffset Now, DateTimeOffset LeasedUntil, DateTimeOffset ExpiresAt)
{
    /// <summary>The moments of an upload whose writer was heard of now.</summary>
    public static UploadTimes From(UploadsOptions options, DateTimeOffset now) =>
        new(now, now + options.LeaseLife, now + options.Expiry);

    /// <summary>As parameters of a statement.</summary>
    public object For(string video, string? account) => new
    {
        video,
        account,
        now = Now.ToUnixTimeMilliseconds(),
        leasedUntil = LeasedUntil.ToUnixTimeMilliseconds(),
        expiresAt = ExpiresAt.ToUnixTimeMilliseconds(),
    };
}
