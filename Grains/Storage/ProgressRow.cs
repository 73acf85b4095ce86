using OrleansVideo.Grains.Database;

namespace OrleansVideo.Grains.Storage;

/// <summary>The one row of the table <c>storage_reconciler</c> as Dapper reads it. Moments are Unix milliseconds.</summary>
internal sealed class ProgressRow
{
    /// <summary>The columns of this row.</summary>
    public const string Columns =
        """
        scan as Scan, is_dry_run as IsDryRunNumber, scheduled_at as ScheduledAt, started_at as StartedAt, ended_at as EndedAt,
        files as Files, records as Records, scrub_after as ScrubAfter, scrub_started_at as ScrubStartedAt,
        scrub_ended_at as ScrubEndedAt, scrub_files as ScrubFiles, scrub_bytes as ScrubBytes
        """;

    /// <summary>Number of the latest scan; 0 before the first.</summary>
    public required long Scan { get; init; }
    public required long IsDryRunNumber { get; init; }

    /// <summary>From when the next scheduled scan is counted; null before the site's first start.</summary>
    public long? ScheduledAt { get; init; }
    public long? StartedAt { get; init; }
    public long? EndedAt { get; init; }
    public required long Files { get; init; }
    public required long Records { get; init; }

    /// <summary>The last video that the scrub has read in this round; empty at its beginning.</summary>
    public required string ScrubAfter { get; init; }
    public long? ScrubStartedAt { get; init; }
    public long? ScrubEndedAt { get; init; }
    public required long ScrubFiles { get; init; }
    public required long ScrubBytes { get; init; }

    public bool IsDryRun => IsDryRunNumber != 0;

    /// <summary>Whether a scan was started and has not ended: it runs, or was cut off.</summary>
    public bool IsScanning => StartedAt is not null && EndedAt is null;

    /// <summary>Whether the next scan has to come by itself.</summary>
    public bool IsScanDue(DateTimeOffset now, TimeSpan interval) => UnixTime.FromColumn(ScheduledAt) + interval <= now;

    /// <summary>Whether a round of the scrub goes on, or the next one has to begin.</summary>
    public bool IsScrubDue(DateTimeOffset now, TimeSpan interval) =>
        ScrubStartedAt is null || ScrubEndedAt is null || UnixTime.FromColumn(ScrubStartedAt) + interval <= now;
}
