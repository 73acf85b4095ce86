using Microsoft.Extensions.Diagnostics.HealthChecks;
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
        return Task.FromResult(away == 0
            ? HealthCheckResult.Healthy($"{all.Length} streaming")
            : HealthCheckResult.Degraded(away == all.Length
                ? "No streaming frontend is ready: nothing plays, nothing can be uploaded."
                : $"{away} of {all.Length} streaming frontends are not ready."));
    }

    private static bool IsAway(DestinationState frontend) =>
        frontend.Health is { Active: DestinationHealth.Unhealthy } or { Passive: DestinationHealth.Unhealthy };
}
