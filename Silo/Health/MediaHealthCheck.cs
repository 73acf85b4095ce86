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

    private const string Full =
        "The disk is full: what is there can be watched; until there is room, uploads are refused, and sign-ins, comments and deletions may fail";

    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        => Task.FromResult(site?.Problem() is { } problem
            ? HealthCheckResult.Unhealthy(problem)
            : Judge(media.CheckWritable(), options.Value.Reserve));

    /// <summary>What is made of the directory's state.</summary>
    /// <param name="health">Its state.</param>
    /// <param name="reserve">Bytes that uploads leave free.</param>
    internal static HealthCheckResult Judge(StoreHealth health, long reserve)
    {
        var soon = reserve == 0 ? ShortOfSpace : reserve + (reserve / 4);
        return health switch
        {
            { IsFull: true } => HealthCheckResult.Degraded(Full),
            { IsWritable: false } => HealthCheckResult.Unhealthy("The media directory can't be written: " + health.Problem),
            { AvailableBytes: < AlmostNothing } => HealthCheckResult.Degraded(Full),
            { AvailableBytes: var free } when free < reserve => HealthCheckResult.Degraded(
                Words($"{free >> 20} MiB left: uploads are refused, as {reserve >> 20} MiB are kept free")),
            { AvailableBytes: var free } when free < soon && reserve > 0 => HealthCheckResult.Degraded(
                Words($"{free >> 20} MiB left: below {reserve >> 20} MiB uploads are refused")),
            { AvailableBytes: var free } when free < soon => HealthCheckResult.Degraded(Words($"{free >> 20} MiB left")),
            { AvailableBytes: var free } => HealthCheckResult.Healthy(Words($"{free >> 20} MiB left")),
        };
    }

    private static string Words(FormattableString words) => FormattableString.Invariant(words);
}
