using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Time.Testing;
using OrleansVideo.Silo.Health;

namespace OrleansVideo.Tests.Silo.Health;

public sealed class ClockHealthCheckTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly ClockHealthCheck _check;

    public ClockHealthCheckTests()
    {
        _clock.AdjustTime(DateTimeOffset.UnixEpoch.AddYears(60));
        _check = new ClockHealthCheck(_clock);
    }

    [Fact]
    public async Task Clock_ThatWasSetBack_IsUnhealthy_UntilItHasCaughtUp()
    {
        Assert.Equal(HealthStatus.Healthy, (await Check()).Status);
        var before = _clock.GetUtcNow();

        _clock.AdjustTime(before - TimeSpan.FromHours(2));
        var behind = await Check();
        Assert.Equal(HealthStatus.Unhealthy, behind.Status);
        Assert.Equal("The clock was set back by 0.02:00:00: set it right, or restart this process.", behind.Description);

        _clock.AdjustTime(before);
        Assert.Equal(HealthStatus.Healthy, (await Check()).Status);
    }

    [Fact]
    public async Task Clock_ThatATimeServiceCorrectsALittle_IsHealthy()
    {
        _clock.AdjustTime(_clock.GetUtcNow() - ClockHealthCheck.Tolerance);
        Assert.Equal(HealthStatus.Healthy, (await Check()).Status);
        _clock.AdjustTime(_clock.GetUtcNow() - TimeSpan.FromSeconds(1));
        Assert.Equal(HealthStatus.Unhealthy, (await Check()).Status);
    }

    private Task<HealthCheckResult> Check() => _check.CheckHealthAsync(
        new() { Registration = new("clock", _check, HealthStatus.Unhealthy, []) }, TestContext.Current.CancellationToken);
}
