using System.Net;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using OrleansVideo.Accounts;
using OrleansVideo.WebFrontend.Accounts.Sessions;
using OrleansVideo.WebFrontend.Administration;
using OrleansVideo.WebFrontend.Limits;

namespace OrleansVideo.WebFrontend.Accounts;

/// <summary>Registration, sign-in, sign-out and passwords: what the pages and the API have in common.</summary>
/// <param name="accounts">Creates accounts and checks passwords.</param>
/// <param name="guard">Limits and delays attempts.</param>
/// <param name="limits">Limits how many accounts are made.</param>
/// <param name="devices">Knows browsers that were signed in before.</param>
/// <param name="sessions">Opens and ends sessions.</param>
/// <param name="setup">The one-time set-up code.</param>
/// <param name="options">Whether visitors may create accounts.</param>
/// <param name="metrics">Counts attempts.</param>
/// <param name="logger">The log.</param>
public sealed partial class AccountSignIn(
    AccountCredentials accounts,
    SignInGuard guard,
    RateLimits limits,
    KnownDevices devices,
    SessionCheck sessions,
    SetupCode setup,
    IOptions<AccountsOptions> options,
    SignInMetrics metrics,
    ILogger<AccountSignIn> logger)
{
    /// <summary>Stands for the set-up code where others have a user name; no name looks like it.</summary>
    private const string SetupName = "/setup";

    /// <summary>
    /// Creates an account and signs it in. <see cref="RefusalCode.RegistrationClosed"/>,
    /// <see cref="RefusalCode.UserNameInvalid"/>, <see cref="RefusalCode.PasswordWeak"/>,
    /// <see cref="RefusalCode.UserNameTaken"/>, <see cref="RefusalCode.TooManyAttempts"/>, <see cref="RefusalCode.RateLimited"/>.
    /// </summary>
    public async Task<Result<SessionView>> RegisterAsync(string? userName, string? password, HttpContext context)
    {
        if (!options.Value.AllowRegistration) return RefusalCode.RegistrationClosed;
        if (UserName.IsValid(userName) && UserName.IsReserved(userName!)) return RefusalCode.UserNameTaken;
        var source = SignInSource.Of(context.Connection.RemoteIpAddress);
        if (Admit(source, "Registration", userName, context) is { } limited) return limited;
        if (limits.Refuse(RateLimitKind.Registrations, context) is { } tooMany) return tooMany;
        var isCreated = false;
        try
        {
            var created = await accounts.CreateAsync(userName, password, [], source, context.RequestAborted);
            isCreated = created.Refusal is null;
            return created.TryGet(out var account, out var refusal) ? await OpenAsync(account, context) : refusal;
        }
        finally
        {
            if (!isCreated) limits.GiveBack(RateLimitKind.Registrations, context); // A name that is taken is no account.
        }
    }

    /// <summary>
    /// Opens a session for the account and sets its cookie. <see cref="RefusalCode.CredentialsWrong"/>,
    /// <see cref="RefusalCode.TooManyAttempts"/>. A browser that the account knows has limits of its own; when it has used up its
    /// account's, which thieves of a cookie may do, it goes by its address as everybody else.
    /// </summary>
    public async Task<Result<SessionView>> SignInAsync(string? userName, string? password, HttpContext context)
    {
        var source = SignInSource.Of(context.Connection.RemoteIpAddress);
        var device = await FindDeviceAsync(userName, context);
        if (device is not null && guard.Admit(device) is null) source = device;
        else if (Admit(source, "Sign-in", userName, context) is { } limited) return limited;

        var verified = await accounts.VerifyAsync(userName, password, source, context.RequestAborted);
        if (!verified.TryGet(out var account, out var refusal)) return Refused(refusal, "Sign-in", userName, context);
        var opened = await OpenAsync(account, context);
        if (opened.Refusal is null)
        {
            metrics.Count("succeeded");
            var address = AddressOf(context);
            LogSignedIn(account.UserName, address);
        }

        return opened;
    }

    /// <summary>Ends the request's session on the server, so that copies of its cookie are dead too, and removes the cookie (W10).</summary>
    public async Task SignOutAsync(HttpContext context)
    {
        await EndCurrentAsync(context);
        await context.SignOutAsync(SessionPrincipal.Scheme);
    }

    /// <summary>
    /// Changes the caller's password; all other sessions of the account end, and all other browsers are strangers to it again.
    /// <see cref="RefusalCode.SignInRequired"/>, <see cref="RefusalCode.PasswordWeak"/>, <see cref="RefusalCode.CredentialsWrong"/> for a
    /// wrong current one, <see cref="RefusalCode.TooManyAttempts"/>.
    /// </summary>
    public async Task<Result> ChangePasswordAsync(string? current, string? next, HttpContext context)
    {
        if (context.GetSession() is not { } session) return RefusalCode.SignInRequired;
        var source = SignInSource.OfSession(session.SessionId, session.AccountId);
        if (Admit(source, "Password change", session.UserName, context) is { } limited) return new Result(limited);
        var changed = await accounts.ChangePasswordAsync(session, current, next, source, context.RequestAborted);
        if (!changed.TryGet(out var account, out var refusal)) return new Result(Refused(refusal, "Password change", session.UserName, context));
        metrics.Count("succeeded");
        devices.Remember(context, account);
        sessions.OthersEnded(session);
        return Result.Done;
    }

    /// <summary>
    /// Creates the first admin for who knows the one-time set-up code, and signs it in.
    /// <see cref="RefusalCode.SetupCodeWrong"/> also when set-up is over; otherwise as for registration.
    /// </summary>
    public async Task<Result<SessionView>> SetUpAsync(string? code, string? userName, string? password, HttpContext context)
    {
        var source = SignInSource.Of(context.Connection.RemoteIpAddress);
        if (Admit(source, "Set-up", userName, context) is { } limited) return limited;
        using var attempt = guard.Begin(source, SetupName, out var delayed);
        if (attempt is null) return Refused(SignInRefusals.Delayed(delayed), "Set-up", userName, context);

        var created = await setup.UseAsync(
            code, () => accounts.CreateAsync(userName, password, [Roles.Admin], source, context.RequestAborted), context.RequestAborted);
        if (!created.TryGet(out var account, out var refusal))
        {
            if (refusal.Code == RefusalCode.SetupCodeWrong) attempt.Fail();
            return Refused(refusal, "Set-up", userName, context);
        }

        attempt.Succeed();
        metrics.Count("succeeded");
        LogFirstAdmin(account.UserName);
        return await OpenAsync(account, context);
    }

    /// <summary>The browser, if the account of this name knows it. Only who has a cookie of this site makes it ask for the account.</summary>
    private async Task<SignInSource?> FindDeviceAsync(string? userName, HttpContext context) =>
        devices.IsPresent(context)
        && await accounts.FindAsync(userName) is { } account
        && devices.Find(context, account) is { } deviceId
            ? SignInSource.OfDevice(deviceId, account.Id)
            : null;

    private Refusal? Admit(SignInSource source, string what, string? userName, HttpContext context)
    {
        if (guard.Admit(source) is not { } refusal) return null;
        metrics.Count("limited");
        if (refusal.IsFirst) LogLimited(what, ShownName(userName), AddressOf(context), (int)Math.Ceiling(refusal.Wait.TotalSeconds));
        return SignInRefusals.Limited(source, refusal);
    }

    /// <summary>Counts and logs what was refused. Delayed attempts have no line: each would be one more, and the failures before them have theirs.</summary>
    private Refusal Refused(Refusal refusal, string what, string? userName, HttpContext context)
    {
        switch (refusal.Code)
        {
            case RefusalCode.CredentialsWrong or RefusalCode.SetupCodeWrong:
                metrics.Count("failed");
                LogFailed(what, ShownName(userName), AddressOf(context));
                break;
            case RefusalCode.TooManyAttempts:
                metrics.Count(refusal == SignInRefusals.Busy ? "busy" : "delayed");
                break;
        }

        return refusal;
    }

    private async Task<Result<SessionView>> OpenAsync(AccountRecord account, HttpContext context)
    {
        if (await sessions.OpenAsync(account.UserName, UserAgent.DeviceOf(context.Request.Headers.UserAgent)) is not { } session) return RefusalCode.CredentialsWrong;
        await EndCurrentAsync(context);
        await context.SignInAsync(
            SessionPrincipal.Scheme, SessionPrincipal.ForCookie(session), new AuthenticationProperties { IsPersistent = true });
        devices.Remember(context, account);
        return session;
    }

    private Task EndCurrentAsync(HttpContext context) =>
        context.GetSession() is { } session ? sessions.EndAsync(session.SessionId, session.UserName) : Task.CompletedTask;

    /// <summary>What can't be a name may be a password in the wrong field, or a line of the log made up.</summary>
    private static string ShownName(string? userName) => UserName.IsValid(userName) ? userName! : "-";

    private static IPAddress AddressOf(HttpContext context) => context.Connection.RemoteIpAddress switch
    {
        null => IPAddress.None,
        { IsIPv4MappedToIPv6: true } mapped => mapped.MapToIPv4(),
        var address => address,
    };

    [LoggerMessage(EventId = 3010, Level = LogLevel.Information, Message = "{UserName} was set up as the first admin")]
    private partial void LogFirstAdmin(string userName);

    // The next three are read by programs, such as fail2ban: deploy/fail2ban has the expressions, and a test compares.
    [LoggerMessage(EventId = 3011, Level = LogLevel.Information, Message = "Sign-in of {UserName} from {Address} succeeded")]
    private partial void LogSignedIn(string userName, IPAddress address);

    [LoggerMessage(EventId = 3012, Level = LogLevel.Warning, Message = "{What} of {UserName} from {Address} failed")]
    private partial void LogFailed(string what, string userName, IPAddress address);

    [LoggerMessage(EventId = 3013, Level = LogLevel.Warning, Message =
        "{What} of {UserName} from {Address} was refused: too many attempts; more are for {Seconds} s")]
    private partial void LogLimited(string what, string userName, IPAddress address, int seconds);
}
