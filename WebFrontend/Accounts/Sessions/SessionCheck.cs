using System.Collections.Concurrent;
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

/// <summary>
/// Answers about sessions, kept for a second so that a page with many parts asks once. A session that is dead stays
/// dead: an answer that was on its way while the session ended can't bring it back.
/// </summary>
/// <param name="clock">The clock.</param>
public sealed class SessionCache(TimeProvider clock)
{
    /// <summary>How long an answer is believed.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromSeconds(1);

    /// <summary>Answers at most; beyond it, nothing is remembered but what is dead.</summary>
    public const int Capacity = 10_000;

    private readonly ConcurrentDictionary<Guid, Answer> _answers = new();
    private long _lastSweep = clock.GetTimestamp();

    /// <summary>How many answers are held, fresh and stale ones.</summary>
    public int Count => _answers.Count;

    /// <summary>The answer for a session, if there is a fresh one; <paramref name="session"/> is null for a dead one.</summary>
    public bool TryGet(Guid sessionId, out SessionView? session)
    {
        var found = _answers.TryGetValue(sessionId, out var answer) && IsFresh(answer);
        session = found ? answer.Session : null;
        return found;
    }

    /// <summary>Remembers the grain's answer; returns what holds, which is null when the session died meanwhile.</summary>
    public SessionView? Remember(Guid sessionId, SessionView? session)
    {
        Sweep();
        if (session is not null && _answers.Count >= Capacity && !_answers.ContainsKey(sessionId)) return session;
        var fresh = new Answer(session, clock.GetTimestamp());
        return _answers.AddOrUpdate(sessionId, fresh, (_, old) => old.Session is null && IsFresh(old) ? old : fresh).Session;
    }

    /// <summary>The session ended: says so from now on.</summary>
    public void End(Guid sessionId) => _answers[sessionId] = new Answer(null, clock.GetTimestamp());

    /// <summary>Some sessions of an account ended.</summary>
    /// <param name="accountId">The account.</param>
    /// <param name="hasEnded">Whether the session of this id is one of them.</param>
    public void End(Guid accountId, Func<Guid, bool> hasEnded)
    {
        foreach (var (id, answer) in _answers)
        {
            if (answer.Session?.AccountId == accountId && hasEnded(id)) End(id);
        }
    }

    private bool IsFresh(Answer answer) => clock.GetElapsedTime(answer.At) < Life;

    private void Sweep()
    {
        var last = Interlocked.Read(ref _lastSweep);
        if (clock.GetElapsedTime(last) < Life || Interlocked.CompareExchange(ref _lastSweep, clock.GetTimestamp(), last) != last) return;
        foreach (var stale in _answers)
        {
            if (!IsFresh(stale.Value)) _answers.TryRemove(stale);
        }
    }

    private readonly record struct Answer(SessionView? Session, long At);
}
