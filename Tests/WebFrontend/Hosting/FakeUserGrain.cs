using OrleansVideo.Accounts;

namespace OrleansVideo.Tests.WebFrontend.Hosting;

/// <summary>An account in memory that keeps the contract of its grain, and can be away.</summary>
public sealed class FakeUserGrain : IUserGrain
{
    private readonly Lock _turn = new();
    private readonly HashSet<Guid> _sessions = [];
    private AccountRecord? _account;

    /// <summary>Whether the cluster does not answer.</summary>
    public bool IsAway { get; set; }

    /// <summary>How many updates are refused as if somebody else had just changed the account.</summary>
    public int Conflicts { get; set; }

    /// <summary>How often a session was asked about.</summary>
    public int Checks { get; private set; }

    public AccountRecord? Account => _account;

    public Task<Result<AccountRecord>> Create(AccountRecord account) => Turn<Result<AccountRecord>>(() =>
        _account is null ? _account = account with { Revision = 1 } : RefusalCode.UserNameTaken);

    public Task<AccountRecord?> Read() => Turn(() => _account);

    public Task<AccountRecord?> Update(AccountRecord account, Guid? keepSession) => Turn(() =>
    {
        if (Conflicts > 0)
        {
            Conflicts--;
            _account = _account! with { Revision = _account.Revision + 1 };
        }

        if (account.Revision != _account?.Revision) return null;
        if (account.PasswordHash != _account.PasswordHash) _sessions.RemoveWhere(id => id != keepSession);
        return _account = account with { Revision = account.Revision + 1 };
    });

    public Task<AccountRecord?> CountFailedSignIn() => Turn(() => _account is null
        ? null
        : _account = _account with { FailedSignIns = _account.FailedSignIns + 1, Revision = _account.Revision + 1 });

    public Task<SessionView?> OpenSession(Device? device) => Turn(() =>
    {
        var id = Guid.NewGuid();
        _sessions.Add(id);
        return View(id);
    });

    public Task<SessionView?> CheckSession(Guid sessionId) => Turn(() =>
    {
        Checks++;
        return _sessions.Contains(sessionId) ? View(sessionId) : null;
    });

    public Task CloseSession(Guid sessionId) => Turn(() => _sessions.Remove(sessionId));

    public Task<IReadOnlyList<SessionFacts>> ListSessions() => Turn<IReadOnlyList<SessionFacts>>(() =>
        [.. _sessions.Select(id => new SessionFacts(SessionHandle.Of(id), Device.Unknown, null, _account!.CreatedAt))]);

    public Task EndSession(Guid handle) => Turn(() => _sessions.RemoveWhere(id => SessionHandle.Of(id) == handle));

    public Task EndOtherSessions(Guid keep) => Turn(() => _sessions.RemoveWhere(id => id != keep));

    public Task<UserStateView> GetState() => throw new NotSupportedException("The dashboard is not here.");

    private SessionView? View(Guid id) => _account is null
        ? null
        : new SessionView(id, _account.Id, _account.UserName, _account.Roles, _account.CreatedAt, _account.CreatedAt.AddDays(14));

    private Task<T> Turn<T>(Func<T> work)
    {
        lock (_turn)
        {
            return IsAway ? Task.FromException<T>(new TimeoutException("away")) : Task.FromResult(work());
        }
    }
}
