using System.Text.Json;
using System.Text.Json.Serialization;
using OrleansVideo.Accounts;
using OrleansVideo.Grains.Database;

namespace OrleansVideo.Grains.Accounts;

/// <summary>The stored state of one account. Revision 0 means that there is none.</summary>
internal sealed record UserState : IStoredState
{
    private const int CurrentSchema = 1;

    /// <inheritdoc/>
    public int Schema { get; set; } = CurrentSchema;

    /// <summary>Grows by one with each change of the account; sessions do not count.</summary>
    public long Revision { get; set; }

    public Guid AccountId { get; set; }
    public string UserName { get; set; } = "";
    public string? PasswordHash { get; set; }
    public string? SecurityStamp { get; set; }
    public IReadOnlyList<string> Roles { get; set; } = [];

    /// <summary>Written by earlier releases, which closed an account after failed sign-ins; neither counted nor read any more.</summary>
    public int FailedSignIns { get; set; }

    /// <summary>As <see cref="FailedSignIns"/>.</summary>
    public DateTimeOffset? LockedUntil { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>Live sessions and some that have expired since the last write.</summary>
    public IReadOnlyList<Session> Sessions { get; set; } = [];

    /// <inheritdoc/>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? More { get; set; }

    /// <inheritdoc/>
    [JsonIgnore]
    public bool IsNewer => Schema > CurrentSchema;
}

/// <summary>One signed-in browser.</summary>
/// <param name="Id">Random; the cookie names it.</param>
/// <param name="ExpiresAt">When it ends unless it is used again.</param>
internal sealed record Session(Guid Id, DateTimeOffset ExpiresAt)
{
    /// <summary>What it was opened with; null when that is not known.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Device? Device { get; init; }

    /// <summary>When it was opened; null for sessions from before this was kept.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? OpenedAt { get; init; }

    /// <summary>When it was last used; written with whatever is written next.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? UsedAt { get; init; }

    /// <summary>Members of newer releases, kept when the state is written.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? More { get; set; }
}

/// <summary>The sessions of one account as a plain list: opened, used, ended, and never more than <see cref="Max"/> (W26).</summary>
internal static class Sessions
{
    /// <summary>Live sessions of one account; opening one more ends the one that expires first.</summary>
    public const int Max = 32;

    /// <summary>Adds a session and drops what has expired or is one too many.</summary>
    public static IReadOnlyList<Session> Open(this IReadOnlyList<Session> sessions, Session session, DateTimeOffset now) =>
        [.. sessions.Live(now).OrderByDescending(s => s.ExpiresAt).Take(Max - 1), session];

    /// <summary>The sessions that have not expired.</summary>
    public static IEnumerable<Session> Live(this IReadOnlyList<Session> sessions, DateTimeOffset now) =>
        sessions.Where(s => s.ExpiresAt > now);

    /// <summary>The list after a session was used. It moves the session's end only when <see cref="IsDue"/> says so.</summary>
    public static IReadOnlyList<Session> Touch(this IReadOnlyList<Session> sessions, Session used, TimeSpan life, DateTimeOffset now) =>
        [.. sessions.Live(now).Select(s => s.Id != used.Id ? s : s with { UsedAt = now, ExpiresAt = s.IsDue(life, now) ? now + life : s.ExpiresAt })];

    /// <summary>Whether a session's end is to be moved. That costs a write, so it waits for a twentieth of the session's life.</summary>
    public static bool IsDue(this Session used, TimeSpan life, DateTimeOffset now) => now + life - used.ExpiresAt >= life / 20;

    /// <summary>The list as the account's owner sees it: what was used last comes first.</summary>
    public static IReadOnlyList<SessionFacts> ToFacts(this IReadOnlyList<Session> sessions, TimeSpan life, DateTimeOffset now) =>
        [.. sessions.Live(now)
            .Select(s => new SessionFacts(SessionHandle.Of(s.Id), s.Device ?? Device.Unknown, s.OpenedAt, s.UsedAt ?? s.ExpiresAt - life))
            .OrderByDescending(facts => facts.UsedAt)];
}

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
