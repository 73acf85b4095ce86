using Microsoft.AspNetCore.Identity;

namespace OrleansVideo.WebFrontend.Accounts;

// Failed sign-ins and the lockout they lead to. The count is the grain's own, so that guesses made through several
// frontends at once are all counted.
internal sealed partial class GrainUserStore : IUserLockoutStore<Account>
{
    /// <inheritdoc/>
    public async Task<int> IncrementAccessFailedCountAsync(Account user, CancellationToken cancellationToken)
    {
        user.Record = await GrainOf(user.Record.UserName).CountFailedSignIn() ?? user.Record;
        return user.Record.FailedSignIns;
    }

    /// <inheritdoc/>
    public Task ResetAccessFailedCountAsync(Account user, CancellationToken cancellationToken)
    {
        user.Record = user.Record with { FailedSignIns = 0 };
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<int> GetAccessFailedCountAsync(Account user, CancellationToken cancellationToken) =>
        Task.FromResult(user.Record.FailedSignIns);

    /// <inheritdoc/>
    public Task<DateTimeOffset?> GetLockoutEndDateAsync(Account user, CancellationToken cancellationToken) =>
        Task.FromResult(user.Record.LockedUntil);

    /// <inheritdoc/>
    public Task SetLockoutEndDateAsync(Account user, DateTimeOffset? lockoutEnd, CancellationToken cancellationToken)
    {
        user.Record = user.Record with { LockedUntil = lockoutEnd };
        return Task.CompletedTask;
    }

    /// <summary>Every account can be locked.</summary>
    public Task<bool> GetLockoutEnabledAsync(Account user, CancellationToken cancellationToken) => Task.FromResult(true);

    /// <summary>Every account can be locked, and none is exempt.</summary>
    /// <exception cref="NotSupportedException">An exemption was asked for.</exception>
    public Task SetLockoutEnabledAsync(Account user, bool enabled, CancellationToken cancellationToken) =>
        enabled ? Task.CompletedTask : throw new NotSupportedException("No account is exempt from lockout.");
}
