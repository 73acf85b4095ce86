using System.Security.Claims;
using OrleansVideo.Accounts;

namespace OrleansVideo.WebFrontend.Accounts.Sessions;

/// <summary>A session as claims: the cookie holds its id and name, a request also the roles of the moment.</summary>
public static class SessionPrincipal
{
    /// <summary>The authentication scheme.</summary>
    public const string Scheme = "Session";

    private const string SessionId = "sid";

    /// <summary>What the cookie says: which session of which account. Everything else is asked again on each request.</summary>
    public static ClaimsPrincipal ForCookie(SessionView session) => Of(
        new Claim(SessionId, session.SessionId.ToString()),
        new Claim(ClaimTypes.Name, session.UserName));

    /// <summary>What a request knows of its caller.</summary>
    public static ClaimsPrincipal ForRequest(SessionView session) => Of(
        [
            new Claim(SessionId, session.SessionId.ToString()),
            new Claim(ClaimTypes.Name, session.UserName),
            new Claim(ClaimTypes.NameIdentifier, session.AccountId.ToString()),
            .. session.Roles.Select(role => new Claim(ClaimTypes.Role, role)),
        ]);

    /// <summary>The session and the user name that a principal names; null when it names none.</summary>
    public static (Guid SessionId, string UserName)? Read(ClaimsPrincipal? principal) =>
        Guid.TryParse(principal?.FindFirstValue(SessionId), out var id) && principal?.Identity?.Name is { } name
        && UserName.IsValid(name) ? (id, name) : null;

    private static ClaimsPrincipal Of(params Claim[] claims) => new(new ClaimsIdentity(claims, Scheme));
}
