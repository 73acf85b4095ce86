using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace OrleansVideo.Silo.Health;

/// <summary>Healthy while the silo in this process is an active member of its cluster; how many others are is told, and not judged.</summary>
/// <param name="membership">What the silo knows of itself and of the others, without asking anybody.</param>
internal sealed class SiloHealthCheck(ISiloStatusOracle membership) : IHealthCheck
{
    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        => Task.FromResult(membership.CurrentStatus == SiloStatus.Active
            ? HealthReason.FromNumbers(HealthReasonCode.SilosActive, membership.GetApproximateSiloStatuses(onlyActive: true).Count).ToResult(HealthStatus.Healthy)
            : new HealthReason(HealthReasonCode.SiloNotActive, $"{membership.CurrentStatus}").ToResult(context.Registration.FailureStatus));
}
