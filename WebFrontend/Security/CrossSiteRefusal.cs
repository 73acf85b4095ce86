using Microsoft.Net.Http.Headers;
using OrleansVideo.WebFrontend.Network;
using OrleansVideo.WebFrontend.Problems;

namespace OrleansVideo.WebFrontend.Security;

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
