using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.StaticAssets;
using OrleansVideo.WebFrontend.Pages;
using OrleansVideo.WebFrontend.Problems;

namespace OrleansVideo.WebFrontend.Accounts.Sessions;

/// <summary>
/// Checks the session that a cookie names on each request, and refuses in the language of the caller: a page for people,
/// problem JSON for everybody else.
/// </summary>
/// <param name="sessions">Asks whether a session is alive.</param>
/// <param name="logger">The log.</param>
internal sealed partial class SessionCookieEvents(SessionCheck sessions, ILogger<SessionCookieEvents> logger)
    : CookieAuthenticationEvents
{
    /// <inheritdoc/>
    public override async Task ValidatePrincipal(CookieValidatePrincipalContext context)
    {
        if (IsTheSameForEverybody(context.HttpContext.GetEndpoint()) || SessionPrincipal.Read(context.Principal) is not { } named)
        {
            context.RejectPrincipal();
            return;
        }

        try
        {
            if (await sessions.CheckAsync(named.SessionId, named.UserName) is { } session)
            {
                context.HttpContext.Features.Set(session);
                context.ReplacePrincipal(SessionPrincipal.ForRequest(session));
                return;
            }
        }
        catch (Exception exception) when (ClusterTrouble.IsTrouble(exception))
        {
            // Not known is neither alive nor dead: the guard behind authentication answers 503, and the cookie stays.
            LogUnknown(logger, exception);
            context.HttpContext.Features.Set(new UnknownSession());
        }

        context.RejectPrincipal();
    }

    /// <inheritdoc/>
    public override Task RedirectToLogin(RedirectContext<CookieAuthenticationOptions> context) =>
        context.HttpContext.WantsPage()
            ? SendToLogin(context)
            : RefusalCode.SignInRequired.ToProblem().ExecuteAsync(context.HttpContext);

    /// <summary>Where a sign-in or sign-out leads is the page's to say: the framework would send what it was told, letters beyond ASCII too.</summary>
    public override Task RedirectToReturnUrl(RedirectContext<CookieAuthenticationOptions> context) => Task.CompletedTask;

    /// <inheritdoc/>
    public override Task RedirectToAccessDenied(RedirectContext<CookieAuthenticationOptions> context) =>
        RefusalCode.NotYours.ToProblem().ExecuteAsync(context.HttpContext);

    /// <summary>By a path of this site: the framework's own address has the host that the caller named.</summary>
    private static Task SendToLogin(RedirectContext<CookieAuthenticationOptions> context)
    {
        var (request, options) = (context.Request, context.Options);
        context.Response.Redirect(
            request.PathBase + options.LoginPath + QueryString.Create(options.ReturnUrlParameter, context.HttpContext.Here()));
        return Task.CompletedTask;
    }

    private static bool IsTheSameForEverybody(Endpoint? endpoint) =>
        endpoint?.Metadata.GetMetadata<NeedsNoSession>() is not null
        || endpoint?.Metadata.GetMetadata<StaticAssetDescriptor>() is not null;

    [LoggerMessage(EventId = 3001, Level = LogLevel.Warning, Message = "A session could not be checked")]
    private static partial void LogUnknown(ILogger logger, Exception exception);
}

/// <summary>Answers 503 where the caller's session could not be checked: trouble of the cluster signs nobody out.</summary>
internal static class SessionGuard
{
    /// <summary>Adds the guard; it belongs right behind authentication. The error page itself passes.</summary>
    public static void UseSessionGuard(this IApplicationBuilder app) => app.Use((context, next) =>
        context.Features.Get<UnknownSession>() is not null && context.Features.Get<IStatusCodeReExecuteFeature>() is null
            ? RefusalCode.ClusterUnavailable.ToProblem().ExecuteAsync(context)
            : next(context));
}

/// <summary>Marks a request whose session could not be checked because the cluster did not answer.</summary>
internal sealed class UnknownSession;

/// <summary>Marks an endpoint that is the same for everybody, so that no session is checked for it.</summary>
public sealed class NeedsNoSession
{
    /// <summary>The one instance.</summary>
    public static readonly NeedsNoSession Instance = new();
}
