using OrleansVideo.Accounts;

namespace OrleansVideo.Grains.Accounts;

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
