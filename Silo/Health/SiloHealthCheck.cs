using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace OrleansVideo.Silo.Health;

/// <summary>Healthy while the silo in this process is an active member of its cluster.</summary>
/// <param name="membership">What the silo knows of itself.</param>
internal sealed class SiloHealthCheck(ISiloStatusOracle membership) : IHealthCheck
{
    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        => Task.FromResult(membership.CurrentStatus == SiloStatus.Active
            ? HealthCheckResult.Healthy()
            : new HealthCheckResult(context.Registration.FailureStatus, $"The silo is {membership.CurrentStatus}."));
}
