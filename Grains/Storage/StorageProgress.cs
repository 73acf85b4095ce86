using Dapper;
using OrleansVideo.Grains.Database;

namespace OrleansVideo.Grains.Storage;

/// <summary>How far the scan and the scrub are: what a restart goes on with.</summary>
internal sealed class StorageProgress(IVideoDatabase database)
{
    /// <summary>A dry run puts off no scan that is due.</summary>
    private const string BeginSql =
        $"""
        update storage_reconciler set scan = scan + 1, is_dry_run = @dry, started_at = @now, ended_at = null, files = 0, records = 0,
            scheduled_at = case when @dry = 1 then scheduled_at else @now end
        where id = 1 and (started_at is null or ended_at is not null)
        returning {ProgressRow.Columns}
        """;

    private const string ScrubbedSql =
        """
        update storage_reconciler set scrub_after = @after, scrub_files = scrub_files + 1, scrub_bytes = scrub_bytes + @bytes
        where id = 1 and scrub_after < @after
        """;

    /// <summary>The row.</summary>
    public async Task<ProgressRow> Read()
    {
        await using var connection = await database.OpenAsync();
        return await connection.QuerySingleAsync<ProgressRow>($"select {ProgressRow.Columns} from storage_reconciler where id = 1");
    }

    /// <summary>The site starts: from its first start on, scans are scheduled.</summary>
    public Task Start(DateTimeOffset now) => database.ExecuteAsync(
        "update storage_reconciler set scheduled_at = @now where id = 1 and scheduled_at is null", new { now = now.ToUnixTimeMilliseconds() });

    /// <summary>Begins a scan.</summary>
    /// <returns>The row; null while another scan runs.</returns>
    public Task<ProgressRow?> BeginScan(bool dryRun, DateTimeOffset now) => database.WriteAsync((connection, transaction) =>
        connection.QuerySingleOrDefaultAsync<ProgressRow?>(
            BeginSql, new { dry = dryRun ? 1 : 0, now = now.ToUnixTimeMilliseconds() }, transaction));

    /// <summary>The scan has come to its end.</summary>
    public Task EndScan(long scan, long files, long records, DateTimeOffset now) => database.ExecuteAsync(
        "update storage_reconciler set ended_at = @now, files = @files, records = @records where id = 1 and scan = @scan",
        new { scan, files, records, now = now.ToUnixTimeMilliseconds() });

    /// <summary>A round of the scrub begins.</summary>
    public Task BeginScrub(DateTimeOffset now) => database.ExecuteAsync(
        """
        update storage_reconciler
        set scrub_after = '', scrub_started_at = @now, scrub_ended_at = null, scrub_files = 0, scrub_bytes = 0 where id = 1
        """,
        new { now = now.ToUnixTimeMilliseconds() });

    /// <summary>The scrub is done with a video.</summary>
    public Task Scrubbed(Guid id, long bytes) => database.ExecuteAsync(ScrubbedSql, new { after = id.ToString("D"), bytes });

    /// <summary>The round has read all videos.</summary>
    public Task EndScrub(DateTimeOffset now) => database.ExecuteAsync(
        "update storage_reconciler set scrub_ended_at = @now where id = 1", new { now = now.ToUnixTimeMilliseconds() });
}

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
