using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using OrleansVideo.Silo.Health;

namespace OrleansVideo.Tests.Silo.Health;

public sealed class ReadinessTests : IDisposable
{
    private readonly FakeTimeProvider _clock = new();
    private readonly ApplicationLifetime _lifetime = new(NullLogger<ApplicationLifetime>.Instance);
    private readonly RecordingLogger<Readiness> _log = new();
    private Func<HealthReportEntry> _check = () => Entry(HealthStatus.Healthy);
    private int _asked;

    [Fact]
    public async Task Report_IsGoodForAWhile_ForAllWhoAsk()
    {
        using var readiness = NewReadiness();

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => readiness.GetAsync(default)));
        Assert.Equal(1, _asked);

        _clock.Advance(Readiness.Life);
        await readiness.GetAsync(default);
        Assert.Equal(2, _asked);
    }

    /// <summary>Whatever was found a moment ago: a process that stops is not ready, and no check needs to be waited for.</summary>
    [Fact]
    public async Task StoppingProcess_IsNotReadyAtOnce()
    {
        using var readiness = NewReadiness();
        Assert.Equal(HealthStatus.Healthy, (await readiness.GetAsync(default)).Status);

        _lifetime.StopApplication();

        var report = await readiness.GetAsync(default);
        Assert.Equal(HealthStatus.Unhealthy, report.Status);
        Assert.Equal("The process is stopping.", HealthJson.From(report).Checks["process"].Reason);
        Assert.Equal(1, _asked);
    }

    [Theory]
    [InlineData(999, HealthStatus.Healthy, "3 active")]
    [InlineData(1000, HealthStatus.Degraded, "Slow: the check took 1.0 s. 3 active")]
    [InlineData(4321, HealthStatus.Degraded, "Slow: the check took 4.3 s. 3 active")]
    public async Task SlowCheck_IsDegraded(int milliseconds, HealthStatus status, string reason)
    {
        _check = () => new(HealthStatus.Healthy, "3 active", TimeSpan.FromMilliseconds(milliseconds), null, null);
        using var readiness = NewReadiness();

        var report = await readiness.GetAsync(default);

        Assert.Equal(status, report.Status);
        Assert.Equal(new HealthJson.Check(status.ToString(), reason), HealthJson.From(report).Checks["one"]);
    }

    /// <summary>It may name hosts and users; the log gets it.</summary>
    [Fact]
    public async Task Exception_IsLogged_AndNotShown()
    {
        var error = new InvalidOperationException("password of sa@db-7 refused");
        _check = () => new(HealthStatus.Unhealthy, error.Message, TimeSpan.Zero, error, null);
        using var readiness = NewReadiness();

        var shown = HealthJson.From(await readiness.GetAsync(default));

        Assert.Equal(new HealthJson.Check("Unhealthy", "The check failed; the log says how."), shown.Checks["one"]);
        Assert.Same(error, Assert.Single(_log.Exceptions));
    }

    [Fact]
    public async Task Check_IsLoggedWhenItChanges_AndNotEachTime()
    {
        using var readiness = NewReadiness();
        foreach (var status in (HealthStatus[])
            [HealthStatus.Healthy, HealthStatus.Degraded, HealthStatus.Degraded, HealthStatus.Unhealthy, HealthStatus.Healthy, HealthStatus.Healthy])
        {
            _check = () => Entry(status);
            await readiness.GetAsync(default);
            _clock.Advance(Readiness.Life);
        }

        Assert.Equal([LogLevel.Warning, LogLevel.Warning, LogLevel.Information], _log.Entries.Select(entry => entry.Level));
    }

    public void Dispose() => _lifetime.StopApplication();

    private static HealthReportEntry Entry(HealthStatus status) => new(status, null, TimeSpan.Zero, null, null);

    private Readiness NewReadiness() => new(new Checks(this), _lifetime, _clock, _log);

    private sealed class Checks(ReadinessTests test) : HealthCheckService
    {
        public override Task<HealthReport> CheckHealthAsync(Func<HealthCheckRegistration, bool>? predicate, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref test._asked);
            return Task.FromResult(new HealthReport(new Dictionary<string, HealthReportEntry> { ["one"] = test._check() }, TimeSpan.Zero));
        }
    }
}
