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

    /// <summary>
    /// The list after a session was used; null when its end need not be stored anew. Moving it costs a write, so it is
    /// moved only after a twentieth of its life.
    /// </summary>
    public static IReadOnlyList<Session>? Touch(this IReadOnlyList<Session> sessions, Session used, TimeSpan life, DateTimeOffset now) =>
        now + life - used.ExpiresAt < life / 20
            ? null
            : [.. sessions.Live(now).Select(s => s.Id == used.Id ? s with { ExpiresAt = now + life } : s)];
}
