using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace OrleansVideo.Silo.Health;

/// <summary>
/// Unhealthy while the wall clock is behind what it showed before. Orleans plans when idle grains leave memory by the wall clock, and
/// refuses to plan for a time that has passed: until the clock has caught up, no grain that is not in memory can be used.
/// </summary>
/// <param name="clock">The clock.</param>
internal sealed class ClockHealthCheck(TimeProvider clock) : IHealthCheck
{
    /// <summary>What a time service may correct without being told of: less than the shortest time for which Orleans plans.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private DateTimeOffset _latest = clock.GetUtcNow();

    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        TimeSpan behind;
        lock (_lock)
        {
            var now = clock.GetUtcNow();
            if (now > _latest) _latest = now;
            behind = _latest - now;
        }

        return Task.FromResult(behind <= Tolerance
            ? HealthCheckResult.Healthy()
            : new HealthReason(HealthReasonCode.ClockSetBack, behind.ToString(@"d\.hh\:mm\:ss", CultureInfo.InvariantCulture))
                .ToResult(context.Registration.FailureStatus));
    }
}
