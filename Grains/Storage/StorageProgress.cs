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
