using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using OrleansVideo.Accounts;
using OrleansVideo.WebFrontend.Accounts.Sessions;
using OrleansVideo.WebFrontend.Administration;

namespace OrleansVideo.WebFrontend.Accounts;

/// <summary>Registration, sign-in, sign-out and passwords: what the pages and the API have in common.</summary>
/// <param name="accounts">Creates accounts and checks passwords.</param>
/// <param name="sessions">Opens and ends sessions.</param>
/// <param name="setup">The one-time set-up code.</param>
/// <param name="options">Whether visitors may create accounts.</param>
/// <param name="logger">The log.</param>
public sealed partial class AccountSignIn(
    AccountCredentials accounts,
    SessionCheck sessions,
    SetupCode setup,
    IOptions<AccountsOptions> options,
    ILogger<AccountSignIn> logger)
{
    /// <summary>
    /// Creates an account and signs it in. <see cref="RefusalCode.RegistrationClosed"/>,
    /// <see cref="RefusalCode.UserNameInvalid"/>, <see cref="RefusalCode.PasswordWeak"/>,
    /// <see cref="RefusalCode.UserNameTaken"/>, <see cref="RefusalCode.TooManyAttempts"/>.
    /// </summary>
    public async Task<Result<SessionView>> RegisterAsync(string? userName, string? password, HttpContext context)
    {
        if (!options.Value.AllowRegistration) return RefusalCode.RegistrationClosed;
        var created = await accounts.CreateAsync(userName, password, [], context.RequestAborted);
        return created.TryGet(out var account, out var refusal) ? await OpenAsync(account, context) : refusal;
    }

    /// <summary>
    /// Opens a session for the account and sets its cookie. <see cref="RefusalCode.CredentialsWrong"/>,
    /// <see cref="RefusalCode.TooManyAttempts"/>.
    /// </summary>
    public async Task<Result<SessionView>> SignInAsync(string? userName, string? password, HttpContext context)
    {
        var verified = await accounts.VerifyAsync(userName, password, context.RequestAborted);
        return verified.TryGet(out var account, out var refusal) ? await OpenAsync(account, context) : refusal;
    }

    /// <summary>Ends the request's session on the server, so that copies of its cookie are dead too, and removes the cookie (W10).</summary>
    public async Task SignOutAsync(HttpContext context)
    {
        await EndCurrentAsync(context);
        await context.SignOutAsync(SessionPrincipal.Scheme);
    }

    /// <summary>
    /// Changes the caller's password; all other sessions of the account end. <see cref="RefusalCode.SignInRequired"/>,
    /// <see cref="RefusalCode.PasswordWeak"/>, <see cref="RefusalCode.CredentialsWrong"/> for a wrong current one,
    /// <see cref="RefusalCode.TooManyAttempts"/>.
    /// </summary>
    public async Task<Result> ChangePasswordAsync(string? current, string? next, HttpContext context)
    {
        if (context.GetSession() is not { } session) return RefusalCode.SignInRequired;
        var changed = await accounts.ChangePasswordAsync(session, current, next, context.RequestAborted);
        if (changed.Refusal is null) sessions.OthersEnded(session);
        return changed;
    }

    /// <summary>
    /// Creates the first admin for who knows the one-time set-up code, and signs it in.
    /// <see cref="RefusalCode.SetupCodeWrong"/> also when set-up is over; otherwise as for registration.
    /// </summary>
    public async Task<Result<SessionView>> SetUpAsync(string? code, string? userName, string? password, HttpContext context)
    {
        var created = await setup.UseAsync(
            code, () => accounts.CreateAsync(userName, password, [Roles.Admin], context.RequestAborted), context.RequestAborted);
        if (!created.TryGet(out var account, out var refusal)) return refusal;
        LogFirstAdmin(logger, account.UserName);
        return await OpenAsync(account, context);
    }

    private async Task<Result<SessionView>> OpenAsync(AccountRecord account, HttpContext context)
    {
        if (await sessions.OpenAsync(account.UserName, UserAgent.DeviceOf(context.Request.Headers.UserAgent)) is not { } session) return RefusalCode.CredentialsWrong;
        await EndCurrentAsync(context);
        await context.SignInAsync(
            SessionPrincipal.Scheme, SessionPrincipal.ForCookie(session), new AuthenticationProperties { IsPersistent = true });
        return session;
    }

    private Task EndCurrentAsync(HttpContext context) =>
        context.GetSession() is { } session ? sessions.EndAsync(session.SessionId, session.UserName) : Task.CompletedTask;

    [LoggerMessage(EventId = 3010, Level = LogLevel.Information, Message = "{UserName} was set up as the first admin")]
    private static partial void LogFirstAdmin(ILogger logger, string userName);
}
