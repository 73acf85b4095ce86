using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace OrleansVideo.Silo.Health;

/// <summary>
/// Runs the checks at most once in a while, however often and by however many it is asked, and logs a check when its outcome changes.
/// </summary>
/// <param name="checks">The checks.</param>
/// <param name="lifetime">Tells when the process is to stop, which counts at once.</param>
/// <param name="clock">The clock.</param>
/// <param name="logger">The log.</param>
internal sealed partial class Readiness(
    HealthCheckService checks, IHostApplicationLifetime lifetime, TimeProvider clock, ILogger<Readiness> logger) : IDisposable
{
    /// <summary>How long a report is good.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _one = new(1);
    private readonly Dictionary<string, HealthStatus> _logged = [];
    private (HealthReport Report, long At)? _last;

    /// <summary>The report, at most <see cref="Life"/> old.</summary>
    public async Task<HealthReport> GetAsync(CancellationToken cancellationToken)
    {
        if (lifetime.ApplicationStopping.IsCancellationRequested) return HealthVerdict.Stopping;
        await _one.WaitAsync(cancellationToken);
        try
        {
            if (_last is { } last && clock.GetElapsedTime(last.At) < Life) return last.Report;
            var report = HealthVerdict.Of(await checks.CheckHealthAsync(CancellationToken.None)); // It serves those who come after, too.
            _last = (report, clock.GetTimestamp());
            foreach (var (name, entry) in report.Entries) LogIfChanged(name, entry);
            return report;
        }
        finally
        {
            _one.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _one.Dispose();

    private void LogIfChanged(string name, HealthReportEntry entry)
    {
        if (_logged.GetValueOrDefault(name, HealthStatus.Healthy) == entry.Status) return;
        _logged[name] = entry.Status;
        if (entry.Status == HealthStatus.Healthy) LogWell(name, entry.Description);
        else LogUnwell(name, entry.Status, entry.Description, entry.Exception);
    }

    [LoggerMessage(EventId = 2200, Level = LogLevel.Warning, Message = "Health: {Check} is {Status}: {Reason}")]
    private partial void LogUnwell(string check, HealthStatus status, string? reason, Exception? exception);

    [LoggerMessage(EventId = 2201, Level = LogLevel.Information, Message = "Health: {Check} is well again: {Reason}")]
    private partial void LogWell(string check, string? reason);
}

/// <summary>What is made of the checks' outcomes, the same for all of them.</summary>
internal static class HealthVerdict
{
    /// <summary>A check that holds but took this long is degraded: whoever waits for the same thing waits as long.</summary>
    public static readonly TimeSpan Slow = TimeSpan.FromSeconds(1);

    private static readonly HealthReportEntry Stops = Entry(HealthStatus.Unhealthy, new(HealthReasonCode.ProcessStopping), TimeSpan.Zero, null);

    /// <summary>The report of a process that was told to stop: whatever its checks say, new work belongs elsewhere.</summary>
    public static readonly HealthReport Stopping =
        new(new Dictionary<string, HealthReportEntry> { ["process"] = Stops }, TimeSpan.Zero);

    /// <summary>The report with slow checks degraded, and without the words of exceptions: those are for the log.</summary>
    public static HealthReport Of(HealthReport report) => new(
        report.Entries.ToDictionary(entry => entry.Key, entry => Of(entry.Value)), report.TotalDuration);

    private static HealthReportEntry Of(HealthReportEntry entry) => entry switch
    {
        { Exception: { } error } when entry.Description is null || entry.Description == error.Message
            => Entry(entry.Status, new(HealthReasonCode.CheckFailed), entry.Duration, error),
        { Status: HealthStatus.Healthy } when entry.Duration >= Slow
            => Slowly(entry),
        _ => entry,
    };

    /// <summary>Words without a code stay words.</summary>
    private static HealthReportEntry Slowly(HealthReportEntry entry)
    {
        var slow = new HealthReason(HealthReasonCode.Slow, entry.Duration.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture));
        return string.IsNullOrEmpty(entry.Description) || HealthReason.Find(entry) is not null
            ? Entry(HealthStatus.Degraded, slow with { Inner = HealthReason.Find(entry) }, entry.Duration, null)
            : new(HealthStatus.Degraded, $"{slow.InEnglish()} {entry.Description}", entry.Duration, null, data: null);
    }

    private static HealthReportEntry Entry(HealthStatus status, HealthReason reason, TimeSpan duration, Exception? exception)
        => new(status, reason.InEnglish(), duration, exception, reason.ToData());
}
