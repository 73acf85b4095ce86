using System.Security.Claims;
using OrleansVideo.Accounts;

namespace OrleansVideo.WebFrontend.Accounts;

/// <summary>Who makes a request, and in which session.</summary>
public static class CallerExtensions
{
    /// <summary>
    /// The account behind the request, with the roles that it has now; null for an anonymous visitor. It comes from the
    /// checked session alone, never from anything that the client says of itself (W1).
    /// </summary>
    public static Caller? GetCaller(this HttpContext context) =>
        context.User is { Identity: { IsAuthenticated: true, Name: { } name } } user
        && Guid.TryParse(user.FindFirstValue(ClaimTypes.NameIdentifier), out var accountId)
            ? new Caller(accountId, name, user.IsInRole(Roles.Admin))
            : null;

    /// <summary>The session that the request's cookie names, checked for this request; null for an anonymous visitor.</summary>
    public static SessionView? GetSession(this HttpContext context) => context.Features.Get<SessionView>();
}
