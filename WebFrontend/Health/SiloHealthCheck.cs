using Microsoft.Extensions.Diagnostics.HealthChecks;
using OrleansVideo.WebFrontend.Problems;

namespace OrleansVideo.WebFrontend.Health;

/// <summary>Whether a silo answers a grain call.</summary>
/// <param name="grains">The cluster.</param>
internal sealed class SiloHealthCheck(IGrainFactory grains) : IHealthCheck
{
    /// <inheritdoc/>
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            var silos = await grains.GetGrain<IManagementGrain>(0).GetHosts(onlyActive: true, cancellationToken);
            return silos.Count > 0 ? HealthCheckResult.Healthy($"{silos.Count} active") : HealthCheckResult.Unhealthy("No silo is active.");
        }
        catch (Exception exception) when (ClusterTrouble.IsTrouble(exception))
        {
            return HealthCheckResult.Unhealthy("No silo answers.", exception);
        }
    }
}
