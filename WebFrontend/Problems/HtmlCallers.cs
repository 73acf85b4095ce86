namespace OrleansVideo.WebFrontend.Problems;

/// <summary>Tells browsers that navigate to a page from clients that call the API.</summary>
public static class HtmlCallers
{
    private static readonly PathString[] MachineRoutes =
        ["/api", "/video-delete-record", "/openapi", "/health", "/metrics", "/uploads"];

    /// <summary>Whether an error is best answered with a page: the caller is a browser on a route for people, and this frontend has pages.</summary>
    public static bool WantsPage(this HttpContext context) =>
        context.IsBrowser() && context.RequestServices?.GetService<PagesElsewhere>() is null;

    /// <summary>Whether the caller accepts HTML, and the route is one for people.</summary>
    public static bool IsBrowser(this HttpContext context) =>
        context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase)
        && !Array.Exists(MachineRoutes, route => context.Request.Path.StartsWithSegments(route));
}

/// <summary>Among the services of a frontend that has no pages: its errors are problem JSON, and it sends nobody to sign-in.</summary>
public sealed class PagesElsewhere;
