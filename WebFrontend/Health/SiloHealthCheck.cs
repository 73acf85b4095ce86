using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using OrleansVideo.Silo.Health;
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
            return new HealthReason(HealthReasonCode.NoSiloAnswers).ToResult(HealthStatus.Unhealthy, exception);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // A silo did answer: that it could not read who its fellows are, from whatever driver. Serving needs no such list.
            return new HealthReason(HealthReasonCode.SilosUnknown).ToResult(HealthStatus.Degraded, exception);
        }
    }
}

/// <summary>
/// Tells a cluster that has just lost a silo from one that has fewer on purpose: an address whose last silo died within
/// <see cref="Memory"/> is missed, and the site is degraded; later the rest is taken for all there is.
/// </summary>
/// <param name="Active">How many silos are active.</param>
/// <param name="Lost">The addresses of those that are missed.</param>
internal sealed record SiloCensus(int Active, IReadOnlyList<string> Lost)
{
    /// <summary>How long a dead silo is missed. One that moved elsewhere, or was taken away, is forgotten after it.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromMinutes(10);

    /// <summary>What the members say of the cluster.</summary>
    /// <param name="members">Every incarnation of every silo that is on record.</param>
    /// <param name="now">The time, by about the clock that wrote the record.</param>
    public static SiloCensus Of(IEnumerable<MembershipEntry> members, DateTimeOffset now)
    {
        var newest = members.GroupBy(member => member.SiloAddress.Endpoint)
            .Select(incarnations => incarnations.MaxBy(member => member.SiloAddress.Generation)!)
            .ToArray();
        var lost = newest.Where(member => member.Status == SiloStatus.Dead && now - member.IAmAliveTime < Memory)
            .Select(member => member.SiloAddress.Endpoint.ToString())
            .Order(StringComparer.Ordinal);
        return new SiloCensus(newest.Count(member => member.Status == SiloStatus.Active), [.. lost]);
    }

    /// <summary>What that is for the site's health.</summary>
    public HealthCheckResult ToHealth()
    {
        if (Active == 0) return new HealthReason(HealthReasonCode.NoSiloActive).ToResult(HealthStatus.Unhealthy);
        return Lost.Count == 0
            ? HealthReason.FromNumbers(HealthReasonCode.SilosActive, Active).ToResult(HealthStatus.Healthy)
            : new HealthReason(HealthReasonCode.SilosLost, Active.ToString(CultureInfo.InvariantCulture), string.Join(", ", Lost)).ToResult(HealthStatus.Degraded);
    }
}
