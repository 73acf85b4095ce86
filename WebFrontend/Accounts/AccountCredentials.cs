using Microsoft.AspNetCore.Identity;
using OrleansVideo.Accounts;

namespace OrleansVideo.WebFrontend.Accounts;

/// <summary>Creates accounts and checks passwords, within the limits of <see cref="SignInGuard"/> and <see cref="PasswordHashThrottle"/>.</summary>
/// <param name="users">Identity's user manager.</param>
/// <param name="decoy">What the password of an unknown user is compared with.</param>
/// <param name="guard">Limits and delays attempts.</param>
/// <param name="throttle">Bounds how many passwords are hashed at once.</param>
/// <param name="clock">The clock.</param>
public sealed class AccountCredentials(
    UserManager<Account> users, DecoyPassword decoy, SignInGuard guard, PasswordHashThrottle throttle, TimeProvider clock)
{
    /// <summary>
    /// A wrong password is answered at a multiple of this time from its arrival on, so that the few milliseconds by which the look-up of
    /// a name that exists may differ from that of one that does not are not to be measured.
    /// </summary>
    internal static readonly TimeSpan AnswerGrid = TimeSpan.FromMilliseconds(250);

    /// <summary>The account of this name; null when there is none.</summary>
    public async Task<AccountRecord?> FindAsync(string? userName) =>
        UserName.IsValid(userName) ? (await users.FindByNameAsync(userName!))?.Record : null;

    /// <summary>Creates an account. One write, its roles included: there is no moment in which an admin lacks its role.</summary>
    public async Task<Result<AccountRecord>> CreateAsync(
        string? userName, string? password, IReadOnlyList<string> roles, SignInSource source, CancellationToken cancellationToken)
    {
        if (!UserName.IsValid(userName)) return RefusalCode.UserNameInvalid;
        if (PasswordRule.Refuse(password, userName!) is { } words) return new Refusal(RefusalCode.PasswordWeak, words);

        if (await users.FindByNameAsync(userName!) is not null) return RefusalCode.UserNameTaken;
        using var turn = await throttle.EnterAsync(source, cancellationToken);
        if (turn is null) return SignInRefusals.Busy;
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
    /// Checks a password. A name that nobody has goes the same way as one that somebody has, through the same limits, and costs the same
    /// time, so that neither answer nor time tells which names exist.
    /// </summary>
    public async Task<Result<AccountRecord>> VerifyAsync(
        string? userName, string? password, SignInSource source, CancellationToken cancellationToken)
    {
        // What can't be a name or a password of an account is not worth a hash: that is public knowledge.
        if (!UserName.IsValid(userName) || password is not { Length: > 0 and <= PasswordRule.MaxLength }) return RefusalCode.CredentialsWrong;
        var begun = clock.GetTimestamp();
        using (var attempt = guard.Begin(source, userName!, out var refusal))
        {
            if (attempt is null) return SignInRefusals.Delayed(refusal);
            var account = await users.FindByNameAsync(userName!);
            using var turn = await throttle.EnterAsync(source, cancellationToken);
            if (turn is null) return SignInRefusals.Busy;
            if (account?.Record.PasswordHash is null) decoy.Compare(password);
            else if (await users.CheckPasswordAsync(account, password))
            {
                attempt.Succeed();
                return account.Record;
            }

            attempt.Fail();
        }

        var taken = clock.GetElapsedTime(begun);
        await Task.Delay((AnswerGrid * Math.Ceiling(taken / AnswerGrid)) - taken, clock, cancellationToken);
        return RefusalCode.CredentialsWrong;
    }

    /// <summary>Changes a password, if the current one is right; a wrong one delays this session's next attempt, and nobody else's.</summary>
    /// <returns>The account with its new password.</returns>
    public async Task<Result<AccountRecord>> ChangePasswordAsync(
        SessionView session, string? current, string? next, SignInSource source, CancellationToken cancellationToken)
    {
        if (PasswordRule.Refuse(next, session.UserName) is { } words) return new Refusal(RefusalCode.PasswordWeak, words);
        if (current is not { Length: > 0 and <= PasswordRule.MaxLength }) return RefusalCode.CredentialsWrong;
        using var attempt = guard.Begin(source, session.UserName, out var refusal);
        if (attempt is null) return SignInRefusals.Delayed(refusal);
        if (await users.FindByNameAsync(session.UserName) is not { } account) return RefusalCode.CredentialsWrong;
        using var turn = await throttle.EnterAsync(source, cancellationToken);
        if (turn is null) return SignInRefusals.Busy;

        account.KeepSession = session.SessionId;
        var result = await users.ChangePasswordAsync(account, current, next!);
        if (result.Succeeded)
        {
            attempt.Succeed();
            return account.Record;
        }

        var codes = result.Errors.Select(error => error.Code).ToList();
        // Somebody changed the account in between: nothing was written, and another try is right.
        if (codes.Contains(nameof(IdentityErrorDescriber.ConcurrencyFailure))) return RefusalCode.ClusterUnavailable;
        if (!codes.Contains(nameof(IdentityErrorDescriber.PasswordMismatch))) throw Unexpected(result);
        attempt.Fail();
        return RefusalCode.CredentialsWrong;
    }

    private static InvalidOperationException Unexpected(IdentityResult result) =>
        new("Identity refused for a reason that was ruled out before: " + string.Join(", ", result.Errors.Select(error => error.Code)));
}
