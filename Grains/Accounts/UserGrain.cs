using System.Data.Common;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OrleansVideo.Accounts;
using OrleansVideo.Grains.Database;
using Orleans.Storage;

namespace OrleansVideo.Grains.Accounts;

/// <summary>One account and its sessions.</summary>
[GrainType("user")]
internal sealed partial class UserGrain(
    [PersistentState("user")] IPersistentState<UserState> storage,
    AccountRows rows,
    IOptions<AccountsOptions> options,
    TimeProvider clock,
    ILogger<UserGrain> logger) : Grain, IUserGrain
{
    private UserState _stored = new();

    /// <summary>Reads the account, and writes its row if a crash came between the two: a sign-in costs no write for that.</summary>
    /// <exception cref="TimeoutException">The row could not be written. No call filter sees what an activation throws.</exception>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _stored = storage.State;
        this.DeactivateUnlessStored(() => _stored.Revision != 0);
        if (_stored.Revision == 0 || _stored.IsNewer) return; // A newer release's row is its own to write.
        try
        {
            if (await rows.FindRevision(_stored.AccountId) < _stored.Revision) await rows.Publish(_stored);
        }
        catch (DbException exception)
        {
            LogNotPublished(exception);
            throw new TimeoutException("The account's row could not be written; the silo's log says why.");
        }
    }

    public async Task<Result<AccountRecord>> Create(AccountRecord account)
    {
        if (_stored.Revision != 0) return RefusalCode.UserNameTaken;
        if (!UserName.IsValid(account.UserName) || UserName.GrainKey(account.UserName) != this.GetPrimaryKeyString())
            return RefusalCode.UserNameInvalid;
        try
        {
            await Change(new UserState
            {
                AccountId = account.Id,
                UserName = account.UserName,
                PasswordHash = account.PasswordHash,
                SecurityStamp = account.SecurityStamp,
                Roles = account.Roles,
                CreatedAt = clock.Now(),
            });
        }
        catch (InconsistentStateException)
        {
            // Another activation of this name created it first: its ETag won.
            DeactivateOnIdle();
            return RefusalCode.UserNameTaken;
        }

        return _stored.ToRecord()!;
    }

    public Task<AccountRecord?> Read() => Task.FromResult(_stored.ToRecord());

    public async Task<AccountRecord?> Update(AccountRecord account, Guid? keepSession)
    {
        if (_stored.Revision == 0 || _stored.Revision != account.Revision) return null;
        var isNewPassword = account.PasswordHash != _stored.PasswordHash && account.SecurityStamp != _stored.SecurityStamp;
        await Change(_stored with
        {
            PasswordHash = account.PasswordHash,
            SecurityStamp = account.SecurityStamp,
            Roles = account.Roles,
            Sessions = isNewPassword ? [.. _stored.Sessions.Where(s => s.Id == keepSession)] : _stored.Sessions,
        });
        return _stored.ToRecord();
    }

    public Task<AccountRecord?> CountFailedSignIn() => Task.FromResult(_stored.ToRecord());

    public async Task<SessionView?> OpenSession(Device? device)
    {
        if (_stored.Revision == 0) return null;
        var now = clock.Now();
        var session = new Session(Guid.NewGuid(), now + options.Value.SessionLife) { Device = device, OpenedAt = now, UsedAt = now };
        await Store(_stored with { Sessions = _stored.Sessions.Open(session, now) });
        return _stored.ToView(session);
    }

    public async Task<SessionView?> CheckSession(Guid sessionId)
    {
        var (now, life) = (clock.Now(), options.Value.SessionLife);
        var session = _stored.Sessions.Live(now).FirstOrDefault(s => s.Id == sessionId);
        if (session is null) return null;
        var used = _stored with { Sessions = _stored.Sessions.Touch(session, life, now) };
        if (session.IsDue(life, now) && !_stored.IsNewer) await Store(used);
        else _stored = used; // That it was used just now is not worth a write of its own.
        return _stored.ToView(session);
    }

    public Task CloseSession(Guid sessionId) => Keep(session => session.Id != sessionId);

    public Task<IReadOnlyList<SessionFacts>> ListSessions() =>
        Task.FromResult(_stored.Sessions.ToFacts(options.Value.SessionLife, clock.Now()));

    public Task EndSession(Guid handle) => Keep(session => SessionHandle.Of(session.Id) != handle);

    public Task EndOtherSessions(Guid keep) => Keep(session => session.Id == keep);

    public Task<UserStateView> GetState() => Task.FromResult(_stored.ToStateView(clock.Now()));

    private async Task Keep(Func<Session, bool> goesOn)
    {
        if (!_stored.Sessions.All(goesOn)) await Store(_stored with { Sessions = [.. _stored.Sessions.Where(goesOn)] });
    }

    private async Task Change(UserState next)
    {
        await Store(next with { Revision = _stored.Revision + 1 });
        await rows.Publish(_stored);
    }

    private async Task Store(UserState next)
    {
        await storage.WriteAsync(next);
        _stored = next;
    }

    [LoggerMessage(1000, LogLevel.Error, "The row of an account could not be written at activation")]
    private partial void LogNotPublished(Exception exception);
}
