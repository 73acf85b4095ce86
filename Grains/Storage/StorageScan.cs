using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OrleansVideo.Media.Inventory;
using OrleansVideo.Storage;

namespace OrleansVideo.Grains.Storage;

/// <summary>
/// One look at all files and all records while the site works, in batches that keep each turn short. Read models tell
/// what is surely right; the grains are asked about the rest. It can be cut off anywhere and run again.
/// </summary>
internal sealed partial class StorageScan(
    MediaInventory inventory,
    StorageRecords records,
    FindingRows findings,
    FindingLists lists,
    IFileWitness witness,
    QuarantineMoves moves,
    QuarantineSweep sweep,
    StorageProgress progress,
    StorageMetrics metrics,
    IOptions<StorageOptions> options,
    ILogger<StorageScan> logger)
{
    /// <summary>Files, or records, per batch.</summary>
    public const int Batch = 100;

    /// <summary>
    /// 1. Files that no record asks for. 2. Quarantine. 3. Records whose file is not there, or another. 4. Changed videos
    /// that are gone. 5. What a complete scan has not seen is no longer so.
    /// </summary>
    /// <param name="scan">The scan's row; a dry run moves nothing.</param>
    /// <param name="cancellationToken">Cuts the scan off; it stays begun.</param>
    public async Task Run(ProgressRow scan, CancellationToken cancellationToken)
    {
        var tally = new ScanTally();
        foreach (var files in inventory.List().Chunk(Batch)) // 1
        {
            await Guarded(tally, $"{files.Length} files", () => LookAtFiles(files, scan, tally));
            cancellationToken.ThrowIfCancellationRequested();
        }

        if (!scan.IsDryRun) await LookAtQuarantine(scan, tally, cancellationToken); // 2
        for (var after = ""; await records.After(after, Batch) is { Count: > 0 } batch; after = batch[^1].Id.ToString("D")) // 3
        {
            await Guarded(tally, $"{batch.Count} records", () => LookAtRecords(batch, scan, tally));
            cancellationToken.ThrowIfCancellationRequested();
        }

        foreach (var row in await lists.Corrupt()) await Guarded(tally, row.Path, () => LookAgain(row)); // 4
        var closed = tally.Failed == 0 ? await findings.CloseUnseen(scan.Scan, await findings.ReadClock()) : 0; // 5
        await findings.Prune(await findings.ReadClock());
        await progress.EndScan(scan.Scan, tally.Files, tally.Records, await findings.ReadClock());
        LogScanned(scan.IsDryRun ? "A dry run" : "A scan", tally.Files, tally.Records, tally.Findings, tally.Moved, closed, tally.Failed);
    }

    private async Task LookAtFiles(MediaFile[] batch, ProgressRow scan, ScanTally tally)
    {
        tally.Files += batch.Length;
        metrics.Seen(batch.Length);
        var now = await findings.ReadClock();
        var old = batch.Where(file => now - file.ModifiedAt >= options.Value.MinimumAge).ToArray();
        if (old.Length == 0) return;
        var ids = old.Select(file => file.VideoId).OfType<Guid>().Distinct().ToArray();
        var videos = await records.Videos(ids);
        var uploading = await records.Uploading(ids);
        var verdicts = new List<Verdict>();
        foreach (var file in old)
        {
            var id = file.VideoId ?? Guid.Empty;
            var record = videos.TryGetValue(id, out var facts) ? facts : (RecordFacts?)null;
            if (FileRules.JudgeFile(file, record, uploading.Contains(id)) is null) continue;
            await Guarded(tally, file.Path, async () =>
            {
                // Published or removed since the listing, and then nobody's: no finding.
                if (await witness.Judge(file) is { } verdict && inventory.Find(file.Path)?.ModifiedAt == file.ModifiedAt) verdicts.Add(verdict);
            });
        }

        foreach (var row in await Report(verdicts, scan, tally))
            if (!scan.IsDryRun && row is { IsNobodys: true, State: not FindingState.Restored }) await Guarded(tally, row.Path, () => Move(row, tally));
    }

    /// <summary>
    /// The file is looked at before its grain is asked: what is not there although the grain still asks for it afterwards
    /// was not removed by a deletion.
    /// </summary>
    private async Task LookAtRecords(IReadOnlyList<(Guid Id, RecordFacts Facts)> batch, ProgressRow scan, ScanTally tally)
    {
        tally.Records += batch.Count;
        var verdicts = new List<Verdict>();
        foreach (var (id, facts) in batch)
        {
            var file = inventory.Find(MediaInventory.VideoPath(id));
            var poster = facts.HasPoster ? inventory.Find(MediaInventory.PosterPath(id)) : null;
            if (FileRules.JudgeContent(id, facts, file) is null && FileRules.JudgePoster(id, facts, poster) is null) continue;
            await Guarded(tally, MediaInventory.VideoPath(id), async () =>
            {
                var truth = await witness.Read(id);
                if (FileRules.JudgeContent(id, truth, file) is { } content) verdicts.Add(content);
                if (facts.HasPoster && FileRules.JudgePoster(id, truth, poster) is { } image) verdicts.Add(image);
            });
        }

        await Report(verdicts, scan, tally);
    }

    private async Task LookAgain(FindingRow row)
    {
        if (!await witness.Holds(row, inventory.Find(row.Path))) await findings.Change(row, FindingState.Resolved, await findings.ReadClock());
    }

    private async Task LookAtQuarantine(ProgressRow scan, ScanTally tally, CancellationToken cancellationToken)
    {
        foreach (var file in inventory.ListQuarantine())
        {
            await Guarded(tally, file.Path, () => sweep.LookAt(file, scan.Scan));
            cancellationToken.ThrowIfCancellationRequested();
        }

        for (var after = ""; await lists.Quarantined(after, Batch) is { Count: > 0 } batch; after = batch[^1].Id)
        {
            foreach (var row in batch) await Guarded(tally, row.Path, () => sweep.LookAt(row));
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private async Task<IEnumerable<FindingRow>> Report(List<Verdict> verdicts, ProgressRow scan, ScanTally tally)
    {
        if (verdicts.Count == 0) return [];
        var reported = await findings.Report(verdicts, scan.Scan, await findings.ReadClock());
        foreach (var (row, _) in reported.Where(finding => finding.IsNew))
        {
            metrics.Found(row.Kind);
            LogFound(row.Path, row.Kind, row.Reason);
        }

        tally.Findings += reported.Count;
        return reported.Select(finding => finding.Row);
    }

    private async Task Move(FindingRow row, ScanTally tally)
    {
        if (!(await moves.Quarantine(Guid.Parse(row.Id))).TryGet(out var moved, out _)) return;
        tally.Moved++;
        metrics.Moved(moved.Size);
    }

    private async Task Guarded(ScanTally tally, string what, Func<Task> look)
    {
        try
        {
            await look();
        }
#pragma warning disable CA1031 // What stops one look must not stop the others; the scan then says that it is not complete.
        catch (Exception e)
#pragma warning restore CA1031
        {
            tally.Failed++;
            LogFailed(e, what);
        }
    }

    [LoggerMessage(1720, LogLevel.Information,
        "{Scan} of the storage looked at {Files} files and {Records} records: {Findings} findings, {Moved} moved into quarantine, {Closed} no longer so, {Failed} looks failed")]
    private partial void LogScanned(string scan, long files, long records, int findings, int moved, int closed, int failed);

    [LoggerMessage(1721, LogLevel.Warning, "{Path} is a finding of the kind {Kind}: {Reason}")]
    private partial void LogFound(string path, FindingKind kind, string reason);

    [LoggerMessage(1722, LogLevel.Warning, "The scan of the storage could not look at {What}")]
    private partial void LogFailed(Exception error, string what);
}

/// <summary>What one scan has seen and done so far.</summary>
internal sealed class ScanTally
{
    /// <summary>Files looked at.</summary>
    public long Files { get; set; }

    /// <summary>Records looked at.</summary>
    public long Records { get; set; }

    /// <summary>Findings that hold, new or not.</summary>
    public int Findings { get; set; }

    /// <summary>Files moved into quarantine.</summary>
    public int Moved { get; set; }

    /// <summary>What could not be looked at: then nothing unseen counts as gone.</summary>
    public int Failed { get; set; }
}
