using Microsoft.AspNetCore.Identity;
using OrleansVideo.Accounts;

namespace OrleansVideo.WebFrontend.Accounts;

/// <summary>Creates accounts and checks passwords, within the limits of <see cref="SignInGate"/> and the lockout.</summary>
/// <param name="users">Identity's user manager.</param>
/// <param name="decoy">What the password of an unknown user is compared with.</param>
/// <param name="gate">Bounds how many passwords are hashed at once.</param>
/// <param name="clock">The clock.</param>
public sealed class AccountCredentials(AccountManager users, DecoyPassword decoy, SignInGate gate, TimeProvider clock)
{
    /// <summary>Creates an account. One write, its roles included: there is no moment in which an admin lacks its role.</summary>
    public async Task<Result<AccountRecord>> CreateAsync(
        string? userName, string? password, IReadOnlyList<string> roles, CancellationToken cancellationToken)
    {
        if (!UserName.IsValid(userName)) return RefusalCode.UserNameInvalid;
        if (PasswordRule.Refuse(password, userName!) is { } words) return new Refusal(RefusalCode.PasswordWeak, words);

        using var turn = await gate.EnterAsync(userName!, cancellationToken);
        if (!turn.IsAcquired) return RefusalCode.TooManyAttempts;
        if (await users.FindByNameAsync(userName!) is not null) return RefusalCode.UserNameTaken;
        var account = new Account(new AccountRecord
        {
            Id = Guid.NewGuid(),
            UserName = userName!,
            Roles = roles,
            CreatedAt = clock.GetUtcNow(),
        });
        var result = await users.CreateAsync(account, password!);
        if (result.Succeeded) return account.Record;
        return result.Errors.Any(error => error.Code == GrainUserStore.NameTaken)
            ? RefusalCode.UserNameTaken
            : throw Unexpected(result);
    }

    /// <summary>
    /// Checks a password. An unknown name costs the same time as a wrong password, so that time tells nobody which names
    /// exist; a locked account is refused whatever the password.
    /// </summary>
    public async Task<Result<AccountRecord>> VerifyAsync(string? userName, string? password, CancellationToken cancellationToken)
    {
        // What can't be a name or a password of an account is not worth a hash: that is public knowledge.
        if (!UserName.IsValid(userName) || password is not { Length: > 0 and <= PasswordRule.MaxLength }) return RefusalCode.CredentialsWrong;
        using var turn = await gate.EnterAsync(userName!, cancellationToken);
        if (!turn.IsAcquired) return RefusalCode.TooManyAttempts;
        if (await users.FindByNameAsync(userName!) is not { } account)
        {
            decoy.Compare(password);
            return RefusalCode.CredentialsWrong;
        }

        if (Locked(account) is { } locked) return locked;
        if (!await users.CheckPasswordAsync(account, password)) return await CountFailureAsync(account);
        // Whether the count could be reset does not matter now: a conflict means that another sign-in just changed it.
        if (account.Record.FailedSignIns > 0) await users.ResetAccessFailedCountAsync(account);
        return account.Record;
    }

    /// <summary>Changes a password, if the current one is right; a wrong one counts as a failed sign-in.</summary>
    public async Task<Result> ChangePasswordAsync(
        SessionView session, string? current, string? next, CancellationToken cancellationToken)
    {
        if (PasswordRule.Refuse(next, session.UserName) is { } words) return new Refusal(RefusalCode.PasswordWeak, words);
        if (current is not { Length: > 0 and <= PasswordRule.MaxLength }) return RefusalCode.CredentialsWrong;
        using var turn = await gate.EnterAsync(session.UserName, cancellationToken);
        if (!turn.IsAcquired) return RefusalCode.TooManyAttempts;
        if (await users.FindByNameAsync(session.UserName) is not { } account) return RefusalCode.CredentialsWrong;
        if (Locked(account) is { } locked) return locked;

        account.KeepSession = session.SessionId;
        var result = await users.ChangePasswordAsync(account, current, next!);
        if (result.Succeeded) return Result.Done;
        var codes = result.Errors.Select(error => error.Code).ToList();
        if (codes.Contains(nameof(IdentityErrorDescriber.PasswordMismatch))) return await CountFailureAsync(account);
        // Somebody changed the account in between: nothing was written, and another try is right.
        return codes.Contains(nameof(IdentityErrorDescriber.ConcurrencyFailure)) ? RefusalCode.ClusterUnavailable : throw Unexpected(result);
    }

    /// <summary>The attempt that fails is told so; the lockout that it may cause meets the next one.</summary>
    private async Task<Refusal> CountFailureAsync(Account account)
    {
        await users.AccessFailedAsync(account);
        return RefusalCode.CredentialsWrong;
    }

    private Refusal? Locked(Account account) => users.LockedFor(account) is { } wait
        ? new Refusal(RefusalCode.TooManyAttempts, "Too many sign-ins failed; this account takes none for a while.", wait)
        : null;

    private static InvalidOperationException Unexpected(IdentityResult result) =>
        new("Identity refused for a reason that was ruled out before: " + string.Join(", ", result.Errors.Select(error => error.Code)));
}
