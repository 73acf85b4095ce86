using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace OrleansVideo.Silo.Health;

/// <summary>What is made of the checks' outcomes, the same for all of them.</summary>
internal static class HealthVerdict
{
    /// <summary>A check that holds but took this long is degraded: whoever waits for the same thing waits as long.</summary>
    public static readonly TimeSpan Slow = TimeSpan.FromSeconds(1);

    private static readonly HealthReportEntry Stops = Entry(HealthStatus.Unhealthy, "The process is stopping.", TimeSpan.Zero, null);

    /// <summary>The report of a process that was told to stop: whatever its checks say, new work belongs elsewhere.</summary>
    public static readonly HealthReport Stopping =
        new(new Dictionary<string, HealthReportEntry> { ["process"] = Stops }, TimeSpan.Zero);

    /// <summary>The report with slow checks degraded, and without the words of exceptions: those are for the log.</summary>
    public static HealthReport Of(HealthReport report) => new(
        report.Entries.ToDictionary(entry => entry.Key, entry => Of(entry.Value)), report.TotalDuration);

    private static HealthReportEntry Of(HealthReportEntry entry) => entry switch
    {
        { Exception: { } error } when entry.Description is null || entry.Description == error.Message
            => Entry(entry.Status, "The check failed; the log says how.", entry.Duration, error),
        { Status: HealthStatus.Healthy } when entry.Duration >= Slow
            => Entry(HealthStatus.Degraded, SlowWords(entry), entry.Duration, null),
        _ => entry,
    };

    private static string SlowWords(HealthReportEntry entry) => string.Create(
        CultureInfo.InvariantCulture, $"Slow: the check took {entry.Duration.TotalSeconds:0.0} s. {entry.Description}").TrimEnd();

    private static HealthReportEntry Entry(HealthStatus status, string words, TimeSpan duration, Exception? exception)
        => new(status, words, duration, exception, data: null);
}
