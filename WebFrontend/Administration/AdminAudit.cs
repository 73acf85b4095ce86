using OrleansVideo.Accounts;

namespace OrleansVideo.WebFrontend.Administration;

/// <summary>Has an admin's change made, and says in the log who wanted it when what became of it is not known.</summary>
/// <param name="logger">The log.</param>
public sealed partial class AdminAudit(ILogger<AdminAudit> logger)
{
    /// <summary>Has a change made. What became of it, when it is known, the caller says.</summary>
    /// <param name="admin">Who wants it.</param>
    /// <param name="what">What it is, to follow "wanted to".</param>
    /// <param name="change">Makes it.</param>
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

    [LoggerMessage(EventId = 3027, Level = LogLevel.Warning,
        Message = "{Admin} ({AccountId}) wanted to {What}; whether that was done is not known")]
    private partial void LogUnknown(string admin, Guid accountId, string what);
}
