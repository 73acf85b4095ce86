using OrleansVideo.Uploads;

namespace OrleansVideo.Grains.Uploads;

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
