using OrleansVideo.Uploads;

namespace OrleansVideo.Grains.Uploads;

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
