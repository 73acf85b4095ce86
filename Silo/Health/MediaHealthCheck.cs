using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using OrleansVideo.Media.Store;
using OrleansVideo.Silo.DataDirectory;

namespace OrleansVideo.Silo.Health;

/// <summary>Whether the media directory takes files: broken when it can't be written, short when little room is left.</summary>
/// <param name="media">The media store.</param>
/// <param name="site">Whether the directory is the site's; null where it lies beside its database.</param>
internal sealed class MediaHealthCheck(MediaStore media, SiteDirectory? site = null) : IHealthCheck
{
    /// <summary>Room under which uploads will soon fail, in bytes. Playing goes on, so the site stays in service.</summary>
    private const long ShortOfSpace = 1L << 30;

    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (site?.Problem() is { } problem) return Task.FromResult(HealthCheckResult.Unhealthy(problem));
        var health = media.CheckWritable();
        var left = string.Create(CultureInfo.InvariantCulture, $"{health.AvailableBytes >> 20} MiB left");
        return Task.FromResult(health switch
        {
            { IsWritable: false } => HealthCheckResult.Unhealthy("The media directory can't be written: " + health.Problem),
            { AvailableBytes: < ShortOfSpace } => HealthCheckResult.Degraded(left),
            _ => HealthCheckResult.Healthy(left),
        });
    }
}
