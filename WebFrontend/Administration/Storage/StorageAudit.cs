using OrleansVideo.Accounts;
using OrleansVideo.Storage;

namespace OrleansVideo.WebFrontend.Administration.Storage;

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
