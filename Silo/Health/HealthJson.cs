using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace OrleansVideo.Silo.Health;

/// <summary>A health report as operators and load balancers see it.</summary>
/// <param name="Status">
/// The worst of the checks: <c>Healthy</c>; <c>Degraded</c>, which serves and needs somebody's eye; <c>Unhealthy</c>, which cannot
/// serve.
/// </param>
/// <param name="Checks">Each check by name.</param>
public sealed record HealthJson(string Status, IReadOnlyDictionary<string, HealthJson.Check> Checks)
{
    /// <summary>The report as it is shown.</summary>
    public static HealthJson From(HealthReport report) => new(
        report.Status.ToString(),
        report.Entries.ToDictionary(entry => entry.Key, entry => new Check(entry.Value.Status.ToString(), entry.Value.Description)));

    /// <summary>One check.</summary>
    /// <param name="Status">Its outcome.</param>
    /// <param name="Reason">Why, in words; null when there is nothing to say.</param>
    public sealed record Check(string Status, string? Reason);
}
