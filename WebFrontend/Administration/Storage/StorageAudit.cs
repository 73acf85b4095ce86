using OrleansVideo.Accounts;
using OrleansVideo.Storage;

namespace OrleansVideo.WebFrontend.Administration.Storage;

/// <summary>Says in the log who had the storage scanned, and who moved which file.</summary>
/// <param name="logger">The log.</param>
internal sealed partial class StorageAudit(ILogger<StorageAudit> logger)
{
    /// <summary>Has a change made. Who wanted it is said as well when what became of it is not known.</summary>
    public async Task<T> Tried<T>(Caller admin, string what, Func<Task<T>> change)
    {
        try
        {
            return await change();
        }
        catch
        {
            LogUnknown(admin.UserName, admin.AccountId, what);
            throw;
        }
    }

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

    [LoggerMessage(EventId = 3072, Level = LogLevel.Warning,
        Message = "{Admin} ({AccountId}) wanted to {What}; whether that was done is not known")]
    private partial void LogUnknown(string admin, Guid accountId, string what);
}
