using Microsoft.Extensions.Diagnostics.HealthChecks;
using OrleansVideo.Silo.Health;
using Yarp.ReverseProxy;
using Yarp.ReverseProxy.Model;

namespace OrleansVideo.WebFrontend.Tiers.Forwarding;

/// <summary>Whether the streaming tier answers. Without it nothing plays, but pages do their work: degraded, not dead.</summary>
/// <param name="proxies">What probes and requests found.</param>
internal sealed class StreamingTierHealthCheck(IProxyStateLookup proxies) : IHealthCheck
{
    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var all = proxies.TryGetCluster(StreamingTier.Id, out var tier) ? tier.Destinations.Values.ToArray() : [];
        var away = all.Count(IsAway);
        return Task.FromResult(away == 0 ? HealthReason.FromNumbers(HealthReasonCode.StreamingReady, all.Length).ToResult(HealthStatus.Healthy)
            : away == all.Length ? new HealthReason(HealthReasonCode.NoStreaming).ToResult(HealthStatus.Degraded)
            : HealthReason.FromNumbers(HealthReasonCode.StreamingPartly, away, all.Length).ToResult(HealthStatus.Degraded));
    }

    private static bool IsAway(DestinationState frontend) =>
        frontend.Health is { Active: DestinationHealth.Unhealthy } or { Passive: DestinationHealth.Unhealthy };
}
