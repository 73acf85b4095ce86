using OrleansVideo.Accounts;

namespace OrleansVideo.WebFrontend.Accounts;

/// <summary>An account as the API shows it.</summary>
/// <param name="Id">The account's random id.</param>
/// <param name="UserName">Its name.</param>
/// <param name="Roles">Its roles.</param>
/// <param name="CreatedAt">When it was created.</param>
public sealed record ProfileJson(Guid Id, string UserName, IReadOnlyList<string> Roles, DateTime CreatedAt)
{
    /// <summary>The account behind a session.</summary>
    public static ProfileJson From(SessionView session) =>
        new(session.AccountId, session.UserName, session.Roles, session.CreatedAt.UtcDateTime);
}
