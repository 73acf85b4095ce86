using OrleansVideo.Accounts;

namespace OrleansVideo.WebFrontend.Administration.Deletion;

/// <summary>Says in the log who changed what about deletions.</summary>
/// <param name="logger">The log.</param>
public sealed partial class DeletionAudit(ILogger<DeletionAudit> logger)
{
    /// <summary>A command was carried out.</summary>
    public void Changed(Caller admin, DeletionCommand command, Guid videoId, string? reason) =>
        LogChanged(admin.UserName, admin.AccountId, videoId, command, reason);

    /// <summary>The dead letters are tried again.</summary>
    public void Replayed(Caller admin, int count) => LogReplayed(admin.UserName, admin.AccountId, count);

    [LoggerMessage(EventId = 3080, Level = LogLevel.Information, Message = "{Admin} ({AccountId}) changed the deletion of {VideoId}: {Command} ({Reason})")]
    private partial void LogChanged(string admin, Guid accountId, Guid videoId, DeletionCommand command, string? reason);

    [LoggerMessage(EventId = 3081, Level = LogLevel.Information, Message = "{Admin} ({AccountId}) replayed all {Count} dead letters")]
    private partial void LogReplayed(string admin, Guid accountId, int count);
}
