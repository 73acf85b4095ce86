using Microsoft.Extensions.Diagnostics.HealthChecks;
using OrleansVideo.Catalog;
using OrleansVideo.Silo.Health;

namespace OrleansVideo.WebFrontend.Health;

/// <summary>Whether the database answers, asked through the grain that reads it for lists.</summary>
/// <param name="grains">The cluster.</param>
internal sealed class DatabaseHealthCheck(IGrainFactory grains) : IHealthCheck
{
    /// <inheritdoc/>
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await grains.GetGrain<ICatalogGrain>(0).HasAdmin(cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // Whatever the database's driver throws: the answer is the same, and the exception goes to the log.
            return new HealthReason(HealthReasonCode.CatalogUnreadable).ToResult(HealthStatus.Unhealthy, exception);
        }
    }
}
