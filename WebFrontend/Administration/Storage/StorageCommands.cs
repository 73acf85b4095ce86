using OrleansVideo.Accounts;
using OrleansVideo.Storage;

namespace OrleansVideo.WebFrontend.Administration.Storage;

/// <summary>Carries out what admins want done about files and records, and says in the log who wanted what.</summary>
/// <param name="grains">The way to the reconciler.</param>
/// <param name="admins">Whose change it is, when its outcome is not known.</param>
/// <param name="audit">Whose change it is, when it was made.</param>
public sealed class StorageCommands(IGrainFactory grains, AdminAudit admins, StorageAudit audit)
{
    private IStorageReconcilerGrain Reconciler => grains.GetGrain<IStorageReconcilerGrain>(IStorageReconcilerGrain.Key);

    /// <summary>Begins a scan.</summary>
    public async Task<Result> Scan(bool dryRun, Caller admin)
    {
        var started = await admins.Tried(admin, "have the storage scanned", () => Reconciler.Scan(dryRun));
        if (started.Refusal is null) audit.ScanStarted(admin, dryRun);
        return started;
    }

    /// <summary>Moves a finding's file into quarantine.</summary>
    public Task<Result<StorageFinding>> Quarantine(Guid finding, Caller admin) =>
        Move(admin, $"put the file of finding {finding} into quarantine", () => Reconciler.Quarantine(finding));

    /// <summary>Brings it back.</summary>
    public Task<Result<StorageFinding>> Restore(Guid finding, Caller admin) =>
        Move(admin, $"bring the file of finding {finding} back from quarantine", () => Reconciler.Restore(finding));

    private async Task<Result<StorageFinding>> Move(Caller admin, string what, Func<Task<Result<StorageFinding>>> move)
    {
        var moved = await admins.Tried(admin, what, move);
        if (moved.TryGet(out var finding, out _)) audit.Moved(admin, finding);
        return moved;
    }
}

/// <summary>Says in the log who had the storage scanned, and who moved which file.</summary>
/// <param name="logger">The log.</param>
public sealed partial class StorageAudit(ILogger<StorageAudit> logger)
{
    /// <summary>A scan was started.</summary>
    public void ScanStarted(Caller admin, bool dryRun) =>
        LogScan(admin.UserName, admin.AccountId, dryRun ? "a dry run of the storage scan" : "a scan of the storage");

    /// <summary>A file was moved into quarantine, or back.</summary>
    public void Moved(Caller admin, StorageFinding finding) =>
        LogMoved(admin.UserName, admin.AccountId, finding.Path, finding.State == FindingState.Restored ? "back from quarantine" : "into quarantine", finding.Id);

    [LoggerMessage(EventId = 3070, Level = LogLevel.Information, Message = "{Admin} ({AccountId}) started {Scan}")]
    private partial void LogScan(string admin, Guid accountId, string scan);

    [LoggerMessage(EventId = 3071, Level = LogLevel.Information, Message = "{Admin} ({AccountId}) moved {Path} {Where}, by finding {Finding}")]
    private partial void LogMoved(string admin, Guid accountId, string path, string where, Guid finding);
}
