using OrleansVideo.Accounts;

namespace OrleansVideo.WebFrontend.Accounts.Sessions;

/// <summary>Asks the account's grain whether a session is alive, at most once a second for each session (W10).</summary>
/// <param name="grains">The cluster.</param>
/// <param name="cache">Answers of the last second.</param>
public sealed class SessionCheck(IGrainFactory grains, SessionCache cache)
{
    /// <summary>The session with its account's roles as they are now; null when it is dead.</summary>
    public async Task<SessionView?> CheckAsync(Guid sessionId, string userName) =>
        cache.TryGet(sessionId, out var known)
            ? known
            : await AskAsync(sessionId, userName);

    /// <summary>The session as its account's grain has it at this moment, whatever was answered before; null when it is dead.</summary>
    public async Task<SessionView?> AskAsync(Guid sessionId, string userName) =>
        cache.Remember(sessionId, await GrainOf(userName).CheckSession(sessionId));

    /// <summary>Whether the session is known here to have ended, without asking anybody.</summary>
    public bool HasEnded(Guid sessionId) => cache.TryGet(sessionId, out var known) && known is null;

    /// <summary>Ends the session everywhere: here at once, at other frontends within the life of their answer.</summary>
    public async Task EndAsync(Guid sessionId, string userName)
    {
        await GrainOf(userName).CloseSession(sessionId);
        cache.End(sessionId);
    }

    /// <summary>Opens a session; null when there is no such account.</summary>
    public Task<SessionView?> OpenAsync(string userName, Device device) => GrainOf(userName).OpenSession(device);

    /// <summary>The live sessions of the account behind a session, with nothing in them that opens one.</summary>
    public Task<IReadOnlyList<SessionFacts>> ListAsync(SessionView mine) => GrainOf(mine.UserName).ListSessions();

    /// <summary>Ends another session of the same account, named by its handle.</summary>
    public async Task EndAsync(SessionView mine, Guid handle)
    {
        await GrainOf(mine.UserName).EndSession(handle);
        cache.End(mine.AccountId, other => SessionHandle.Of(other) == handle);
    }

    /// <summary>Ends all sessions of the account but this one.</summary>
    public async Task EndOthersAsync(SessionView mine)
    {
        await GrainOf(mine.UserName).EndOtherSessions(mine.SessionId);
        OthersEnded(mine);
    }

    /// <summary>The account's other sessions ended, as with its old password.</summary>
    public void OthersEnded(SessionView mine) => cache.End(mine.AccountId, other => other != mine.SessionId);

    private IUserGrain GrainOf(string userName) => grains.GetGrain<IUserGrain>(UserName.GrainKey(userName));
}
