using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace OrleansVideo.WebFrontend.Health;

/// <summary>Runs the checks at most once in a while, however often and by however many it is asked.</summary>
/// <param name="checks">The checks.</param>
/// <param name="clock">The clock.</param>
internal sealed class Readiness(HealthCheckService checks, TimeProvider clock) : IDisposable
{
    /// <summary>How long a report is good.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _one = new(1);
    private (HealthReport Report, long At)? _last;

    /// <summary>The report, at most <see cref="Life"/> old.</summary>
    public async Task<HealthReport> GetAsync(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            if (_last is { } last && clock.GetElapsedTime(last.At) < Life) return last.Report;
            var report = await checks.CheckHealthAsync(CancellationToken.None); // It serves those who come after, too.
            _last = (report, clock.GetTimestamp());
            return report;
        }
        finally
        {
            _one.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _one.Dispose();
}
