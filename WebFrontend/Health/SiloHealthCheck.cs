using Microsoft.Extensions.Diagnostics.HealthChecks;
using OrleansVideo.WebFrontend.Problems;

namespace OrleansVideo.WebFrontend.Health;

/// <summary>Whether a silo answers a grain call, and whether one has been lost.</summary>
/// <param name="grains">The cluster.</param>
/// <param name="clock">The clock.</param>
internal sealed class SiloHealthCheck(IGrainFactory grains, TimeProvider clock) : IHealthCheck
{
    /// <inheritdoc/>
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            var members = await grains.GetGrain<IManagementGrain>(0).GetDetailedHosts(onlyActive: false, cancellationToken);
            return SiloCensus.Of(members, clock.GetUtcNow()).ToHealth();
        }
        catch (Exception exception) when (ClusterTrouble.IsTrouble(exception))
        {
            return HealthCheckResult.Unhealthy("No silo answers.", exception);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // A silo did answer: that it could not read who its fellows are, from whatever driver. Serving needs no such list.
            return HealthCheckResult.Degraded("A silo answers, but cannot read which others are there.", exception);
        }
    }
}
