using System.Text;
using System.Text.Encodings.Web;
using Microsoft.Extensions.Localization;
using Microsoft.Net.Http.Headers;
using Orleans.Dashboard;
using OrleansVideo.Silo;
using OrleansVideo.WebFrontend.Accounts;
using OrleansVideo.WebFrontend.Localization;
using OrleansVideo.WebFrontend.Pages.Admin;
using OrleansVideo.WebFrontend.Problems;
using OrleansVideo.WebFrontend.Security;

namespace OrleansVideo.WebFrontend.Administration;

/// <summary>The Orleans dashboard, which is anonymous by default, for admins and its own page alone.</summary>
internal static class OrleansDashboard
{
    /// <summary>Maps the dashboard at <c>/admin/orleans</c>, with the navigation of the pages for admins on top.</summary>
    public static void MapDashboard(this IEndpointRouteBuilder routes) =>
        routes.MapOrleansDashboard(AdminPlaces.Dashboard)
            .AddEndpointFilter<IEndpointConventionBuilder, DashboardGuard>() // The outermost.
            .AddEndpointFilter<IEndpointConventionBuilder, DashboardFrame>()
            .RequireAuthorization(AccountsSetup.AdminsOnly)
            .WithSecurityHeadersPolicy(HeaderPolicies.Dashboard)
            .ExcludeFromDescription();
}

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
            ? TypedResults.Json(types.Where(InspectableGrains.HasType))
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
        query["grainType"] is [{ } type] && query["grainId"] is [{ } key] && InspectableGrains.Has(type, key);
}

/// <summary>Gives the dashboard's one page, on its way out, the site's navigation and colours; its scripts and data pass as they are.</summary>
/// <param name="texts">The site's texts.</param>
internal sealed class DashboardFrame(IStringLocalizer<SiteText> texts) : IEndpointFilter
{
    /// <inheritdoc/>
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        // Without a slash at its end the package redirects.
        if (!DashboardGuard.IsPage(http) || !http.Request.Path.Value!.EndsWith('/')) return await next(context);

        http.Request.Headers.AcceptEncoding = default; // It would be packed, and there is a place to find in it.
        return await next(context) is IResult page
            ? Results.Content(DashboardPage.Frame(await ReadAsync(page, http), texts), "text/html", Encoding.UTF8)
            : throw new InvalidOperationException("The dashboard's page is no result.");
    }

    /// <summary>What a result would have written; what it said of length and version no longer holds.</summary>
    private static async Task<string> ReadAsync(IResult page, HttpContext http)
    {
        var body = http.Response.Body;
        using var written = new MemoryStream();
        http.Response.Body = written;
        try
        {
            await page.ExecuteAsync(http);
        }
        finally
        {
            http.Response.Body = body;
        }

        http.Response.ContentLength = null;
        http.Response.Headers.ETag = default;
        return Encoding.UTF8.GetString(written.ToArray());
    }
}

/// <summary>The dashboard's page within the site: see decision 14.</summary>
internal static class DashboardPage
{
    /// <summary>The dashboard forbids zooming, which people with weak eyes need.</summary>
    private const string NoZoom = ", maximum-scale=1, user-scalable=no";

    /// <summary>
    /// The page with our style sheet and script in its head (the script chooses the colours before the dashboard's own runs), and our
    /// navigation as the first thing of its body.
    /// </summary>
    /// <param name="page">The page as the dashboard has it.</param>
    /// <param name="texts">The site's texts.</param>
    public static string Frame(string page, IStringLocalizer texts) => page
        .Replace("<html>", "<html lang=\"en\">", StringComparison.Ordinal)
        .Replace(NoZoom, "", StringComparison.Ordinal)
        .Replace("<meta charset=\"utf-8\" />",
            "<meta charset=\"utf-8\" /><link rel=\"stylesheet\" href=\"/assets/dashboard.css\"><script type=\"module\" src=\"/assets/dashboard.js\"></script>",
            StringComparison.Ordinal)
        .Replace("<div id=\"error-message-content\"", Bar(texts) + "<div id=\"error-message-content\"", StringComparison.Ordinal);

    private static string Bar(IStringLocalizer texts) =>
        $"<nav class=\"site-bar\" lang=\"{SiteLanguage.Current.Tag}\" aria-label=\"{Html(texts["Administration"])}\">"
        + "<a class=\"site-bar-name\" href=\"/\"><img src=\"/favicon.svg\" alt=\"\" width=\"28\" height=\"28\">OrleansVideo</a>"
        + string.Concat(AdminPlaces.Of(texts).Select(place => Link(place.Path, place.Name)))
        + "</nav>";

    private static string Link(string path, string name) =>
        $"<a href=\"{path}\"{(path == AdminPlaces.Dashboard ? " aria-current=\"page\"" : "")}>{Html(name)}</a>";

    private static string Html(string text) => HtmlEncoder.Default.Encode(text);
}
