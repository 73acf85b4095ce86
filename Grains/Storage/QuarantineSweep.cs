using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OrleansVideo.Media.Inventory;
using OrleansVideo.Storage;

namespace OrleansVideo.Grains.Storage;

/// <summary>Goes through quarantine: takes back what is wanted, adopts what no row knows of, removes what has been there for its time.</summary>
internal sealed partial class QuarantineSweep(
    MediaInventory inventory,
    FindingRows findings,
    FindingLists lists,
    IFileWitness witness,
    QuarantineMoves moves,
    IOptions<StorageOptions> options,
    ILogger<QuarantineSweep> logger)
{
    /// <summary>Files removed per call.</summary>
    public const int Batch = 100;

    /// <summary>Removes, for good, what has been in quarantine for its time; those who know are asked once more.</summary>
    /// <returns>How many files are gone.</returns>
    public async Task<int> RemoveDue()
    {
        var removed = 0;
        foreach (var row in await lists.Due(await findings.ReadClock() - options.Value.QuarantineLife, Batch))
        {
            try
            {
                if (await moves.Alone(() => Remove(row))) removed++;
            }
#pragma warning disable CA1031 // A file that can't be removed, or asked about, stays due and must not keep the others.
            catch (Exception e)
#pragma warning restore CA1031
            {
                LogFailed(e, row.Path);
            }
        }

        return removed;
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
        else await findings.Change(row, FindingState.Resolved, await findings.ReadClock(), "The file is not in quarantine.");
        return true;
    });

    private async Task<bool> Remove(FindingRow row)
    {
        var file = inventory.FindInQuarantine(row.Path);
        if (file is not null && row.IsNobodys && !await witness.Holds(row, file))
        {
            await moves.BringBack(row);
            return false;
        }

        if (file is null)
        {
            await findings.Change(row, FindingState.Resolved, await findings.ReadClock(), "The file is no longer in quarantine.");
            return false;
        }

        var freed = inventory.RemoveFromQuarantine(row.Path);
        await findings.Change(row, FindingState.Removed, await findings.ReadClock());
        LogRemoved(row.Path, freed);
        return true;
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

    [LoggerMessage(1713, LogLevel.Warning, "{Path} could not leave quarantine; the next look tries again")]
    private partial void LogFailed(Exception error, string path);
}
