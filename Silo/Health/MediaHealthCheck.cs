using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using OrleansVideo.Media.Store;
using OrleansVideo.Silo.DataDirectory;
using OrleansVideo.Storage;

namespace OrleansVideo.Silo.Health;

/// <summary>
/// Whether the media directory takes files: broken when it can't be written; degraded before uploads are refused for want of room, while
/// they are, and when the disk is full: playing and deleting go on, so the site stays in service.
/// </summary>
/// <param name="media">The media store.</param>
/// <param name="options">How much room is kept free.</param>
/// <param name="site">Whether the directory is the site's; null where it lies beside its database.</param>
internal sealed class MediaHealthCheck(MediaStore media, IOptions<StorageOptions> options, SiteDirectory? site = null) : IHealthCheck
{
    /// <summary>Room under which uploads will soon fail where none is kept free, in bytes.</summary>
    private const long ShortOfSpace = 1L << 30;

    /// <summary>Room in which hardly anything can be written: the ballast is given up by now.</summary>
    private const long AlmostNothing = 1L << 20;

    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        => Task.FromResult(site?.Problem() is { } problem
            ? problem.ToResult(HealthStatus.Unhealthy)
            : Judge(media.CheckWritable(), options.Value.Reserve));

    /// <summary>What is made of the directory's state.</summary>
    /// <param name="health">Its state.</param>
    /// <param name="reserve">Bytes that uploads leave free.</param>
    internal static HealthCheckResult Judge(StoreHealth health, long reserve)
    {
        var soon = reserve == 0 ? ShortOfSpace : reserve + (reserve / 4);
        var free = health.AvailableBytes;
        return health switch
        {
            { IsFull: true } => new HealthReason(HealthReasonCode.DiskFull).ToResult(HealthStatus.Degraded),
            { IsWritable: false } => new HealthReason(HealthReasonCode.MediaNotWritable, health.Problem ?? "").ToResult(HealthStatus.Unhealthy),
            _ when free < AlmostNothing => new HealthReason(HealthReasonCode.DiskFull).ToResult(HealthStatus.Degraded),
            _ when free < reserve => HealthReason.FromNumbers(HealthReasonCode.UploadsRefused, free >> 20, reserve >> 20).ToResult(HealthStatus.Degraded),
            _ when free < soon && reserve > 0 =>
                HealthReason.FromNumbers(HealthReasonCode.UploadsSoonRefused, free >> 20, reserve >> 20).ToResult(HealthStatus.Degraded),
            _ => HealthReason.FromNumbers(HealthReasonCode.SpaceLeft, free >> 20).ToResult(free < soon ? HealthStatus.Degraded : HealthStatus.Healthy),
        };
    }
}
