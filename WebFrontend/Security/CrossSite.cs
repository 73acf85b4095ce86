using Microsoft.Net.Http.Headers;
using OrleansVideo.WebFrontend.Network;
using OrleansVideo.WebFrontend.Problems;

namespace OrleansVideo.WebFrontend.Security;

/// <summary>
/// Which unsafe requests come from a page of another site: a browser says so itself, in Sec-Fetch-Site (Fetch Metadata)
/// or in Origin (RFC 6454). A client that sends neither is no browser, and carries nobody's cookie by accident.
/// </summary>
public static class CrossSite
{
    /// <summary>Whether the request must be refused.</summary>
    /// <param name="method">The method.</param>
    /// <param name="secFetchSite">The header Sec-Fetch-Site; empty when absent.</param>
    /// <param name="origin">The header Origin; empty when absent.</param>
    /// <param name="host">The request's own host, with the port unless it is the default one.</param>
    /// <param name="site">The site's configured address; null when none is set. A proxy may have replaced the host.</param>
    public static bool IsRefused(string method, string secFetchSite, string origin, HostString host, string? site = null)
    {
        if (HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method) || HttpMethods.IsTrace(method))
            return false;
        if (secFetchSite.Length > 0) return secFetchSite is not ("same-origin" or "none");
        return origin.Length > 0 && !string.Equals(origin, site, StringComparison.OrdinalIgnoreCase) && !IsSameHost(origin, host);
    }

    /// <summary>
    /// Whether an Origin or a Referer is of this host. The scheme is left out of it: behind a proxy that ends TLS, this process may not
    /// know the outer one. What remains open, a page of the same host over plain HTTP, could steal the cookie as well.
    /// </summary>
    /// <param name="origin">The header; anything but an absolute http address is of no host.</param>
    /// <param name="host">The request's own host.</param>
    public static bool IsSameHost(string origin, HostString host)
    {
        if (!Uri.TryCreate(origin, UriKind.Absolute, out var from) || from.Scheme is not ("http" or "https")) return false; // "null"
        var port = host.Port ?? (from.Scheme == "https" ? 443 : 80);
        return string.Equals(from.Host, host.Host, StringComparison.OrdinalIgnoreCase) && from.Port == port;
    }
}

/// <summary>Refuses unsafe requests that other sites' pages make, wherever they go.</summary>
internal static class CrossSiteRefusal
{
    /// <summary>Adds the refusal, before anything of the request is acted upon.</summary>
    public static void UseCrossSiteRefusal(this IApplicationBuilder app)
    {
        var site = app.ApplicationServices.GetService<PublicAddress>()?.Configured;
        app.Use((context, next) =>
        {
            var (request, headers) = (context.Request, context.Request.Headers);
            var (fetch, origin) = (headers["Sec-Fetch-Site"].ToString(), headers[HeaderNames.Origin].ToString());
            return CrossSite.IsRefused(request.Method, fetch, origin, request.Host, site)
                ? RefusalCode.CrossSite.ToProblem().ExecuteAsync(context)
                : next(context);
        });
    }
}
