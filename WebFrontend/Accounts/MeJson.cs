using OrleansVideo.Accounts;
using OrleansVideo.Catalog;

namespace OrleansVideo.WebFrontend.Accounts;

/// <summary>The caller's own account.</summary>
/// <param name="Id">The account's random id.</param>
/// <param name="UserName">Its name.</param>
/// <param name="Roles">Its roles.</param>
/// <param name="CreatedAt">When it was created.</param>
/// <param name="Quota">Its storage.</param>
public sealed record MeJson(Guid Id, string UserName, IReadOnlyList<string> Roles, DateTime CreatedAt, QuotaJson Quota)
{
    /// <summary>The account behind a session, with its storage.</summary>
    public static MeJson From(SessionView session, StorageUse use) => new(
        session.AccountId, session.UserName, session.Roles, session.CreatedAt.UtcDateTime, new QuotaJson(use.Used, use.Limit));
}
