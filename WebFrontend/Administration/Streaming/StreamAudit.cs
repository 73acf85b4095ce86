using OrleansVideo.Accounts;

namespace OrleansVideo.WebFrontend.Administration.Streaming;

/// <summary>Says in the log who changed what about the stream tokens.</summary>
/// <param name="logger">The log.</param>
internal sealed partial class StreamAudit(ILogger<StreamAudit> logger)
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

    [LoggerMessage(EventId = 3027, Level = LogLevel.Warning,
        Message = "{Admin} ({AccountId}) wanted to {What}; whether that was done is not known")]
    private partial void LogUnknown(string admin, Guid accountId, string what);
}
