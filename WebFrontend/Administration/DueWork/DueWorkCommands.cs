using OrleansVideo.Accounts;
using OrleansVideo.Catalog;

namespace OrleansVideo.WebFrontend.Administration.DueWork;

/// <summary>Carries out what admins want done about due work that was given up, and says in the log who wanted it.</summary>
/// <param name="grains">The way to the reconciler.</param>
/// <param name="admins">Whose change it is, when its outcome is not known.</param>
/// <param name="logger">The log.</param>
public sealed partial class DueWorkCommands(IGrainFactory grains, AdminAudit admins, ILogger<DueWorkCommands> logger)
{
    /// <summary>Has all of it tried again.</summary>
    /// <returns>How much there was.</returns>
    public async Task<int> Replay(Caller admin)
    {
        var replayed = await admins.Tried(
            admin, "have all due work that was given up tried again",
            grains.GetGrain<ICatalogReconcilerGrain>(ICatalogReconcilerGrain.Key).ReplayDeadWork);
        LogReplayed(admin.UserName, admin.AccountId, replayed);
        return replayed;
    }

    [LoggerMessage(EventId = 3082, Level = LogLevel.Information, Message = "{Admin} ({AccountId}) had all {Count} items of due work that were given up tried again")]
    private partial void LogReplayed(string admin, Guid accountId, int count);
}
