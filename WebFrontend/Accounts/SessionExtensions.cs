using OrleansVideo.Accounts;

namespace OrleansVideo.WebFrontend.Accounts;

/// <summary>The session of a request.</summary>
public static class SessionExtensions
{
    /// <summary>The session that the request's cookie names, checked for this request; null for an anonymous visitor.</summary>
    public static SessionView? GetSession(this HttpContext context) => context.Features.Get<SessionView>();
}
