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
