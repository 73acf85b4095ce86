using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Orleans.Concurrency;

namespace OrleansVideo.Accounts;

/// <summary>
/// One account, keyed by <see cref="UserName.GrainKey"/>: the store behind ASP.NET Core Identity and the holder of the
/// account's sessions. A cookie names a session, and a session that ended here is dead wherever its cookie was copied to.
/// </summary>
[Alias("IUserGrain"), GrainInterfaceType("user")]
public interface IUserGrain : IGrainWithStringKey
{
    /// <summary>Creates the account. <see cref="RefusalCode.UserNameTaken"/> when the name is, or ever was, in use.</summary>
    [Alias("Create")]
    Task<Result<AccountRecord>> Create(AccountRecord account);

    /// <summary>The account with its password hash, for the user store alone; null when there is none.</summary>
    [Alias("Read"), AlwaysInterleave, Idempotent]
    Task<AccountRecord?> Read();

    /// <summary>
    /// Replaces hash, stamp and roles, if the account is still at the record's revision. A changed password ends
    /// every session but <paramref name="keepSession"/> in the same write.
    /// </summary>
    /// <returns>The account after the change; null when somebody else changed it first.</returns>
    [Alias("Update")]
    Task<AccountRecord?> Update(AccountRecord account, Guid? keepSession);

    /// <summary>
    /// Answers frontends of the release before, which had failed sign-ins counted here and closed the account; nothing is counted any
    /// more.
    /// </summary>
    /// <returns>The account; null when there is none.</returns>
    [Alias("CountFailedSignIn")]
    Task<AccountRecord?> CountFailedSignIn();

    /// <summary>Opens a session. At most 32 live per account: the one unused for longest makes room.</summary>
    /// <param name="device">With what, for the account's owner to recognise; null when that is not known.</param>
    /// <returns>The session; null when there is no such account.</returns>
    [Alias("OpenSession")]
    Task<SessionView?> OpenSession(Device? device);

    /// <summary>Whether a session is alive; using it moves its end.</summary>
    /// <returns>The session, or null when it ended, expired, or never was.</returns>
    [Alias("CheckSession"), Idempotent]
    Task<SessionView?> CheckSession(Guid sessionId);

    /// <summary>Ends a session. Ending one that is not there is done too.</summary>
    [Alias("CloseSession"), Idempotent]
    Task CloseSession(Guid sessionId);

    /// <summary>The live sessions for the account's owner, the one used last first; nothing in them opens a session.</summary>
    [Alias("ListSessions"), Idempotent]
    Task<IReadOnlyList<SessionFacts>> ListSessions();

    /// <summary>Ends the session of this handle (<see cref="SessionHandle"/>). Ending one that is not there is done too.</summary>
    [Alias("EndSession"), Idempotent]
    Task EndSession(Guid handle);

    /// <summary>Ends all sessions but one.</summary>
    [Alias("EndOtherSessions"), Idempotent]
    Task EndOtherSessions(Guid keep);

    /// <summary>The account as the dashboard shows it.</summary>
    [Alias("GetState"), AlwaysInterleave, Idempotent]
    Task<UserStateView> GetState();
}

/// <summary>
/// What ASP.NET Core Identity keeps of an account. It carries the password hash and travels only between the account's
/// grain and the frontend's user store; views and logs never hold it.
/// </summary>
[GenerateSerializer, Immutable, Alias("AccountRecord")]
public sealed record AccountRecord
{
    /// <summary>Random id of the account; never reused.</summary>
    [Id(0)] public required Guid Id { get; init; }

    /// <summary>The name as its owner writes it.</summary>
    [Id(1)] public required string UserName { get; init; }

    /// <summary>Identity's password hash; null for an account that cannot sign in by password.</summary>
    [Id(2)] public string? PasswordHash { get; init; }

    /// <summary>Changes whenever the credentials change.</summary>
    [Id(3)] public string? SecurityStamp { get; init; }

    /// <summary>Role names, see <see cref="Accounts.Roles"/>.</summary>
    [Id(4)] public required IReadOnlyList<string> Roles { get; init; }

    /// <summary>Always 0: frontends count failures themselves. Kept for frontends of the release before.</summary>
    [Id(5)] public int FailedSignIns { get; init; }

    /// <summary>Always null: no failure closes an account. Kept for frontends of the release before.</summary>
    [Id(6)] public DateTimeOffset? LockedUntil { get; init; }

    /// <summary>When the account was created.</summary>
    [Id(7)] public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Grows with each change; an update names the revision that it was made from.</summary>
    [Id(8)] public long Revision { get; init; }
}

/// <summary>What an account was signed in with, for its owner to recognise; taken from what the browser says of itself.</summary>
/// <param name="Browser">The browser's or program's name; null when unknown.</param>
/// <param name="System">The operating system's name; null when unknown.</param>
[GenerateSerializer, Immutable, Alias("Device")]
public sealed record Device(
    [property: Id(0)] string? Browser,
    [property: Id(1)] string? System)
{
    /// <summary>The most characters of a name.</summary>
    public const int MaxLength = 40;

    /// <summary>Nothing is known.</summary>
    public static readonly Device Unknown = new(null, null);

    /// <summary>Members that a newer release stored with it: kept in the state, not sent.</summary>
    [JsonExtensionData]
    [field: NonSerialized]
    public Dictionary<string, JsonElement>? More { get; set; }
}

/// <summary>A live session and the account behind it: all that a request needs to know about who asks.</summary>
/// <param name="SessionId">The random id that the cookie names.</param>
/// <param name="AccountId">The account's random id.</param>
/// <param name="UserName">The account's name.</param>
/// <param name="Roles">The account's roles now, not at sign-in.</param>
/// <param name="CreatedAt">When the account was created.</param>
/// <param name="ExpiresAt">When the session ends unless it is used again.</param>
[GenerateSerializer, Immutable, Alias("SessionView")]
public sealed record SessionView(
    [property: Id(0)] Guid SessionId,
    [property: Id(1)] Guid AccountId,
    [property: Id(2)] string UserName,
    [property: Id(3)] IReadOnlyList<string> Roles,
    [property: Id(4)] DateTimeOffset CreatedAt,
    [property: Id(5)] DateTimeOffset ExpiresAt);

/// <summary>A live session as its account's owner sees it in a list. It holds nothing that opens the session.</summary>
/// <param name="Handle">Its public name, see <see cref="SessionHandle"/>.</param>
/// <param name="Device">What it was opened with.</param>
/// <param name="OpenedAt">When it was opened; null for sessions from before this was kept.</param>
/// <param name="UsedAt">When it was last used; after the account's grain has moved, known to a twentieth of a session's life.</param>
[GenerateSerializer, Immutable, Alias("SessionFacts")]
public sealed record SessionFacts(
    [property: Id(0)] Guid Handle,
    [property: Id(1)] Device Device,
    [property: Id(2)] DateTimeOffset? OpenedAt,
    [property: Id(3)] DateTimeOffset UsedAt);

/// <summary>
/// A session's public name. Its id is what the cookie carries, so it is shown nowhere; the handle is made of it by a one-way function
/// (SHA-256): it tells sessions apart, and opens none.
/// </summary>
public static class SessionHandle
{
    /// <summary>The handle of a session.</summary>
    /// <param name="sessionId">The id that the cookie names: 122 random bits, so that no table of hashes leads back to it.</param>
    public static Guid Of(Guid sessionId)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(sessionId.ToByteArray(), hash);
        return new Guid(hash[..16]);
    }
}

/// <summary>An account as an admin may see it in the dashboard: no hash, no stamp, no session id.</summary>
[GenerateSerializer, Immutable, Alias("UserStateView")]
public sealed record UserStateView
{
    /// <summary>Whether there is an account under this key.</summary>
    [Id(0)] public required bool Exists { get; init; }

    /// <summary>Random id of the account.</summary>
    [Id(1)] public Guid AccountId { get; init; }

    /// <summary>The account's name.</summary>
    [Id(2)] public string UserName { get; init; } = "";

    /// <summary>The account's roles, joined by commas.</summary>
    [Id(3)] public string Roles { get; init; } = "";

    /// <summary>How many sessions are live.</summary>
    [Id(4)] public int LiveSessions { get; init; }

    /// <summary>Always 0; kept for the release before.</summary>
    [Id(5)] public int FailedSignIns { get; init; }

    /// <summary>Always null; kept for the release before.</summary>
    [Id(6)] public DateTimeOffset? LockedUntil { get; init; }

    /// <summary>When the account was created.</summary>
    [Id(7)] public DateTimeOffset CreatedAt { get; init; }

    /// <summary>How often the state was written.</summary>
    [Id(8)] public long Revision { get; init; }
}
