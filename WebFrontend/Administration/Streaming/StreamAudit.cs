using OrleansVideo.Accounts;

namespace OrleansVideo.WebFrontend.Administration.Streaming;

/// <summary>Says in the log who changed what about the stream tokens.</summary>
/// <param name="logger">The log.</param>
internal sealed partial class StreamAudit(ILogger<StreamAudit> logger)
{
    /// <summary>The number of tokens is another.</summary>
    public void CapacityChanged(Caller admin, int before, int after, bool isOption) =>
        LogCapacity(admin.UserName, admin.AccountId, before, after, isOption ? "the option's number" : "this admin's number");

    /// <summary>A token was taken back.</summary>
    public void Evicted(Caller admin, Guid lease) => LogEvicted(admin.UserName, admin.AccountId, lease);

    [LoggerMessage(EventId = 3025, Level = LogLevel.Information,
        Message = "{Admin} ({AccountId}) changed the number of stream tokens from {Before} to {After}, {Source}")]
    private partial void LogCapacity(string admin, Guid accountId, int before, int after, string source);

    [LoggerMessage(EventId = 3026, Level = LogLevel.Information, Message = "{Admin} ({AccountId}) took back the stream token {Lease}")]
    private partial void LogEvicted(string admin, Guid accountId, Guid lease);
}
