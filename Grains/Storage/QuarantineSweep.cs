using Dapper;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OrleansVideo.Catalog;
using OrleansVideo.Grains.DueWork;
using OrleansVideo.Media.Inventory;
using OrleansVideo.Storage;

namespace OrleansVideo.Grains.Storage;

/// <summary>Goes through quarantine: takes back what is wanted, adopts what no row knows of, removes what has been there for its time.</summary>
internal sealed partial class QuarantineSweep(
    MediaInventory inventory,
    FindingRows findings,
    DueWorkQueue due,
    IFileWitness witness,
    QuarantineMoves moves,
    IOptions<StorageOptions> options,
    ILogger<QuarantineSweep> logger)
{
    /// <summary>
    /// What has been in quarantine for its time; and, at once, the files of videos that were deleted for good after an admin put them
    /// there. One move is made at a time.
    /// </summary>
    internal static readonly DueWorkList Due = new(
        DueWorkKind.Quarantine,
        """
        select f.id as item, f.quarantined_at as due_at from storage_findings f
        where f.state = 2 and f.kind in (1, 2, 3, 4, 5) and (f.quarantined_at <= (select {now}) - @life
            or (f.kind in (4, 5) and exists (select 1 from videos v where v.id = f.video_id and v.status = 7)))
        """,
        AtOnce: 1);

    /// <summary>
    /// Removes, for good, what has been in quarantine for its time by the database's clock; those who know are asked once more. One
    /// that can't be removed, or asked about, is tried again later.
    /// </summary>
    /// <returns>Whether more may be due now.</returns>
    public async Task<bool> RemoveDue()
    {
        var life = new DynamicParameters(new { life = (long)options.Value.QuarantineLife.TotalMilliseconds });
        return (await due.RunAsync(Due, life, item => moves.Alone(() => Leave(Guid.Parse(item))))).Taken >= DueWorkQueue.Batch;
    }

    /// <summary>Compares a file in quarantine with its row and with those who know.</summary>
    /// <param name="file">A file of <see cref="MediaInventory.ListQuarantine"/>.</param>
    /// <param name="scan">The scan that met it.</param>
    /// <returns>Always true.</returns>
    public Task<bool> LookAt(MediaFile file, long scan) => moves.Alone(async () =>
    {
        if (inventory.FindInQuarantine(file.Path) is null) return true;
        var row = (await findings.Open([file.Path])).GetValueOrDefault(file.Path);
        if (row is { State: FindingState.Quarantined, IsNobodys: false }) return true; // An admin put it there.
        var verdict = await witness.Judge(file);
        if (row is { State: FindingState.Quarantined })
        {
            if (verdict is null) await moves.BringBack(row);
            return true;
        }

        if (verdict is not null && inventory.Find(file.Path) is null) await Adopt(verdict, scan);
        else if (verdict is null && inventory.Restore(file.Path) == MoveOutcome.Moved) LogReturned(file.Path);
        return true;
    });

    /// <summary>
    /// A row that says quarantine and has no file there: a crash came before the rename, or somebody took the file out. If
    /// the file has to go, a scan has moved it by now; so it may stay.
    /// </summary>
    /// <returns>Always true.</returns>
    public Task<bool> LookAt(FindingRow row) => moves.Alone(async () =>
    {
        if (inventory.FindInQuarantine(row.Path) is not null) return true;
        if (!row.IsNobodys && inventory.Find(row.Path) is not null) await findings.Change(row, FindingState.Found, await findings.ReadClock());
        else await findings.Change(row, FindingState.Resolved, await findings.ReadClock(), FindingReasonCode.NotInQuarantine);
        return true;
    });

    /// <returns>Whether it has left quarantine.</returns>
    private async Task<bool> Leave(Guid id)
    {
        if (await findings.Find(id) is not { State: FindingState.Quarantined } row) return true;
        await Remove(row);
        return (await findings.Find(id))?.State != FindingState.Quarantined;
    }

    private async Task Remove(FindingRow row)
    {
        var file = inventory.FindInQuarantine(row.Path);
        if (file is not null && row.IsNobodys && !await witness.Holds(row, file))
        {
            await moves.BringBack(row);
            return;
        }

        if (file is null)
        {
            await findings.Change(row, FindingState.Resolved, await findings.ReadClock(), FindingReasonCode.LeftQuarantine);
            return;
        }

        var freed = inventory.RemoveFromQuarantine(row.Path);
        await findings.Change(row, FindingState.Removed, await findings.ReadClock());
        LogRemoved(row.Path, freed);
    }

    private async Task Adopt(Verdict verdict, long scan)
    {
        var (row, _) = (await findings.Report([verdict], scan, await findings.ReadClock()))[0];
        await findings.Change(row, FindingState.Quarantined, await findings.ReadClock());
        LogAdopted(verdict.Path);
    }

    [LoggerMessage(1710, LogLevel.Information, "{Path} is removed from quarantine for good, {BytesFreed} bytes are free again")]
    private partial void LogRemoved(string path, long bytesFreed);

    [LoggerMessage(1711, LogLevel.Warning, "{Path} was in quarantine without a finding, and has one now")]
    private partial void LogAdopted(string path);

    [LoggerMessage(1712, LogLevel.Warning, "{Path} was in quarantine without a finding, and is back as it is asked for")]
    private partial void LogReturned(string path);
}
