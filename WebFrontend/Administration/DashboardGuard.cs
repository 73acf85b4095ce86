using Microsoft.Net.Http.Headers;
using OrleansVideo.WebFrontend.Hosting;
using OrleansVideo.WebFrontend.Pages.Admin;
using OrleansVideo.WebFrontend.Problems;
using OrleansVideo.WebFrontend.Security;

namespace OrleansVideo.WebFrontend.Administration;

/// <summary>
/// Lets nobody but the dashboard's own page ask the dashboard. All its routes are GETs, and asking for a grain's state activates the grain: a link on
/// another site would do so with an admin's cookie. A route is known by the endpoint that was matched, as its path has many spellings.
/// </summary>
internal sealed class DashboardGuard : IEndpointFilter
{
    private const string GrainState = "/GrainState";
    private const string GrainTypes = "/GrainTypes";

    /// <summary>What an admin opens from the navigation, by a bookmark, a link or a reload; it shows nothing before its script asks.</summary>
    private static readonly string?[] Pages = ["/", "/index.html"];

    /// <summary>Files of the package, the same for everybody.</summary>
    private static readonly string?[] Files = ["/favicon.ico", "/index.min.js", "/index.css", "/fonts/{**path}", "/img/{**path}"];

    /// <summary>The route below the dashboard's prefix, as the package has written it; null for an endpoint that is none of its.</summary>
    public static string? RouteOf(HttpContext context) =>
        context.GetEndpoint() is RouteEndpoint { RoutePattern.RawText: { } route } && route.StartsWith(AdminPlaces.Dashboard, StringComparison.Ordinal)
            ? route[AdminPlaces.Dashboard.Length..]
            : null;

    /// <summary>Whether the route is the dashboard's page.</summary>
    public static bool IsPage(HttpContext context) => RouteOf(context) is { } route && Pages.Contains(route);

    /// <inheritdoc/>
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var (request, route) = (context.HttpContext.Request, RouteOf(context.HttpContext));
        if (!IsAsked(request, route)) return RefusalCode.CrossSite.ToProblem();
        if (route == GrainState && !IsInspectable(request.Query)) return RefusalCode.NotFound.ToProblem();

        var result = await next(context);
        return route == GrainTypes && result is IValueHttpResult<string[]> { Value: { } types }
            ? TypedResults.Json(types.Where(type => EmbeddedSilo.IsInspectable(type)))
            : result;
    }

    /// <summary>Whether the dashboard's page asks, or an admin opens it.</summary>
    private static bool IsAsked(HttpRequest request, string? route)
    {
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        if (site == "same-origin") return true;
        if (Pages.Contains(route)) return site.Length == 0 || (request.Headers["Sec-Fetch-Mode"] == "navigate" && request.Headers["Sec-Fetch-Dest"] == "document");
        if (site.Length > 0) return false; // Also "none": a link in a message is opened like this.
        return Files.Contains(route) || HasOwnReferer(request);
    }

    /// <summary>
    /// Over plain HTTP browsers say nothing of where a request comes from but the Referer, which the page that asks can leave out and not make up. Ours does not
    /// leave it out (Referrer-Policy).
    /// </summary>
    private static bool HasOwnReferer(HttpRequest request) => CrossSite.IsSameHost(request.Headers[HeaderNames.Referer].ToString(), request.Host);

    /// <summary>One type of ours, and a key that it has.</summary>
    private static bool IsInspectable(IQueryCollection query) =>
        query["grainType"] is [{ } type] && query["grainId"] is [{ } key] && EmbeddedSilo.IsInspectable(type, key);
}
