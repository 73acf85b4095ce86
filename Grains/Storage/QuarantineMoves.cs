using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OrleansVideo.Media.Inventory;
using OrleansVideo.Storage;

namespace OrleansVideo.Grains.Storage;

/// <summary>
/// Moves files into quarantine and back, one at a time. The row says <c>quarantined</c> before the file moves, so that a
/// crash between the two leaves a file where it was, and a row that the next scan takes at its word.
/// </summary>
internal sealed partial class QuarantineMoves(
    MediaInventory inventory,
    FindingRows findings,
    IFileWitness witness,
    IOptions<StorageOptions> options,
    ILogger<QuarantineMoves> logger) : IDisposable
{
    private readonly SemaphoreSlim _one = new(1);

    /// <inheritdoc/>
    public void Dispose() => _one.Dispose();

    /// <summary>Has a move made while no other one is.</summary>
    public async Task<T> Alone<T>(Func<Task<T>> move)
    {
        await _one.WaitAsync();
        try
        {
            return await move();
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>
    /// 1. Is there something to move, and is it old enough? 2. Those who know are asked. 3. The row. 4. The rename. 5. They
    /// are asked again: whoever wants the file now gets it back.
    /// </summary>
    /// <returns>The finding in quarantine, or why it is not.</returns>
    public Task<Result<FindingRow>> Quarantine(Guid id) => Alone<Result<FindingRow>>(async () =>
    {
        if (await findings.Find(id) is not { } row) return RefusalCode.NotFound; // 1
        if (!row.IsKnown) return RefusalCode.NewerVersion;
        if (row.State is FindingState.Removed or FindingState.Resolved || row.Kind == FindingKind.MissingFile) return RefusalCode.FindingNotMovable;
        if (inventory.Find(row.Path) is not { } file) return await TakeAsMoved(row);
        if (await findings.ReadClock() - file.ModifiedAt < options.Value.MinimumAge)
            return new RefusalReason(RefusalReasonCode.FileChangedRecently, $"{options.Value.MinimumAge}").Refuse(RefusalCode.FileWanted);

        if (!await witness.Holds(row, file)) // 2
        {
            await findings.Change(row, FindingState.Resolved, await findings.ReadClock(), FindingReasonCode.FileWanted);
            return RefusalCode.FileWanted;
        }

        var marked = row.State == FindingState.Quarantined ? row : await findings.Change(row, FindingState.Quarantined, await findings.ReadClock()); // 3
        if (marked is null) return RefusalCode.FindingNotMovable;
        if (inventory.Quarantine(row.Path) is not MoveOutcome.Moved and var outcome) return await NotMoved(marked, outcome); // 4
        if (!await witness.Holds(marked, file)) return await BringBack(marked); // 5
        LogQuarantined(marked.Path, marked.Size, marked.Reason);
        return marked;
    });

    /// <summary>Brings a file back because an admin wants it.</summary>
    /// <returns>The finding, its file back in its place; or why it is not.</returns>
    public Task<Result<FindingRow>> Restore(Guid id) => Alone<Result<FindingRow>>(async () =>
    {
        if (await findings.Find(id) is not { } row) return RefusalCode.NotFound;
        if (!row.IsKnown) return RefusalCode.NewerVersion;
        if (row.State == FindingState.Restored) return row;
        if (row.State != FindingState.Quarantined) return RefusalCode.FindingNotMovable;
        switch (inventory.Restore(row.Path))
        {
            case MoveOutcome.Moved:
                LogRestored(row.Path);
                return await findings.Change(row, FindingState.Restored, await findings.ReadClock()) is { } restored ? restored : RefusalCode.FindingNotMovable;
            case MoveOutcome.Occupied:
                return RefusalCode.PlaceOccupied;
            default:
                await findings.Change(row, FindingState.Resolved, await findings.ReadClock(), FindingReasonCode.LeftQuarantine);
                return RefusalCode.FindingNotMovable;
        }
    });

    /// <summary>Brings a file back because a video or an upload asks for it. To be called alone.</summary>
    /// <returns>Always why the file is not in quarantine.</returns>
    public async Task<Refusal> BringBack(FindingRow row)
    {
        if (inventory.Restore(row.Path) == MoveOutcome.Occupied)
        {
            LogOccupied(row.Path);
            return RefusalCode.PlaceOccupied;
        }

        await findings.Change(row, FindingState.Resolved, await findings.ReadClock(), FindingReasonCode.FileReturned);
        LogWanted(row.Path);
        return RefusalCode.FileWanted;
    }

    private async Task<Result<FindingRow>> TakeAsMoved(FindingRow row)
    {
        if (inventory.FindInQuarantine(row.Path) is null)
        {
            await findings.Change(row, FindingState.Resolved, await findings.ReadClock(), FindingReasonCode.FileGone);
            return RefusalCode.FindingNotMovable;
        }

        if (row.State == FindingState.Quarantined) return row;
        return await findings.Change(row, FindingState.Quarantined, await findings.ReadClock()) is { } moved ? moved : RefusalCode.FindingNotMovable;
    }

    /// <summary>An earlier file in quarantine keeps its place there until its time is over; then a scan takes up this one.</summary>
    private async Task<Result<FindingRow>> NotMoved(FindingRow row, MoveOutcome outcome)
    {
        if (outcome == MoveOutcome.Occupied)
        {
            LogOccupied(row.Path);
            return RefusalCode.PlaceOccupied;
        }

        await findings.Change(row, FindingState.Resolved, await findings.ReadClock(), FindingReasonCode.FileGone);
        return RefusalCode.FindingNotMovable;
    }

    [LoggerMessage(1700, LogLevel.Information, "{Path} ({Bytes} bytes) is in quarantine: {Reason}")]
    private partial void LogQuarantined(string path, long bytes, string reason);

    [LoggerMessage(1701, LogLevel.Information, "{Path} is back from quarantine, as an admin wanted it")]
    private partial void LogRestored(string path);

    [LoggerMessage(1702, LogLevel.Warning, "{Path} is back from quarantine, as a video or an upload asks for it")]
    private partial void LogWanted(string path);

    [LoggerMessage(1703, LogLevel.Warning, "{Path} lies in its place and in quarantine: neither file was touched")]
    private partial void LogOccupied(string path);
}
