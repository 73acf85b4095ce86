using OrleansVideo.Accounts;

namespace OrleansVideo.Grains.Accounts;

/// <summary>From the stored state to what leaves the grain, and back.</summary>
internal static class UserStateMapping
{
    /// <summary>The record for the user store; null when there is no account.</summary>
    public static AccountRecord? ToRecord(this UserState state) => state.Revision == 0 ? null : new AccountRecord
    {
        Id = state.AccountId,
        UserName = state.UserName,
        PasswordHash = state.PasswordHash,
        SecurityStamp = state.SecurityStamp,
        Roles = state.Roles,
        CreatedAt = state.CreatedAt,
        Revision = state.Revision,
    };

    /// <summary>The session as requests see it.</summary>
    public static SessionView ToView(this UserState state, Session session) =>
        new(session.Id, state.AccountId, state.UserName, state.Roles, state.CreatedAt, session.ExpiresAt);

    /// <summary>The account as the dashboard shows it.</summary>
    public static UserStateView ToStateView(this UserState state, DateTimeOffset now) => new()
    {
        Exists = state.Revision != 0,
        AccountId = state.AccountId,
        UserName = state.UserName,
        Roles = string.Join(',', state.Roles),
        LiveSessions = state.Sessions.Live(now).Count(),
        CreatedAt = state.CreatedAt,
        Revision = state.Revision,
    };
}
