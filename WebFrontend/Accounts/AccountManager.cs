using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using OrleansVideo.Accounts;

namespace OrleansVideo.WebFrontend.Accounts;

/// <summary>
/// Identity's user manager with the site's clock, and with a lockout that holds when frontends fail sign-ins of one
/// account at once: the count is the grain's, and a lost update is made again.
/// </summary>
/// <param name="store">The accounts.</param>
/// <param name="identity">Identity's options.</param>
/// <param name="hasher">Identity's password hashing.</param>
/// <param name="userRules">Rules for user names.</param>
/// <param name="passwordRules">Rules for passwords.</param>
/// <param name="normalizer">Form in which names are compared.</param>
/// <param name="errors">Words of Identity's errors.</param>
/// <param name="services">The request's services.</param>
/// <param name="logger">Identity's log.</param>
/// <param name="limits">When an account is locked, and for how long.</param>
/// <param name="clock">The clock.</param>
public sealed class AccountManager(
    IUserStore<Account> store,
    IOptions<IdentityOptions> identity,
    IPasswordHasher<Account> hasher,
    IEnumerable<IUserValidator<Account>> userRules,
    IEnumerable<IPasswordValidator<Account>> passwordRules,
    ILookupNormalizer normalizer,
    IdentityErrorDescriber errors,
    IServiceProvider services,
    ILogger<UserManager<Account>> logger,
    IOptions<AccountsOptions> limits,
    TimeProvider clock)
    : UserManager<Account>(store, identity, hasher, userRules, passwordRules, normalizer, errors, services, logger)
{
    private const int Tries = 5;

    /// <inheritdoc/>
    public override Task<bool> IsLockedOutAsync(Account user) => Task.FromResult(LockedFor(user) is not null);

    /// <summary>How long the account takes no sign-in; null when it is open.</summary>
    public TimeSpan? LockedFor(Account user) =>
        user.Record.LockedUntil - clock.GetUtcNow() is { } wait && wait > TimeSpan.Zero ? wait : null;

    /// <summary>Counts a failed sign-in; the last one that is allowed locks the account and starts the count anew.</summary>
    public override async Task<IdentityResult> AccessFailedAsync(Account user)
    {
        var failed = await ((IUserLockoutStore<Account>)Store).IncrementAccessFailedCountAsync(user, CancellationToken);
        if (failed < limits.Value.MaxFailedSignIns) return IdentityResult.Success;
        for (var tries = 1; ; tries++)
        {
            if (LockedFor(user) is not null) return IdentityResult.Success; // Somebody else locked it.
            user.Record = user.Record with { LockedUntil = clock.GetUtcNow() + limits.Value.LockoutTime, FailedSignIns = 0 };
            var result = await Store.UpdateAsync(user, CancellationToken);
            if (result.Succeeded || tries == Tries) return result;
            user.Record = (await FindByNameAsync(user.Record.UserName))?.Record ?? user.Record;
        }
    }
}
