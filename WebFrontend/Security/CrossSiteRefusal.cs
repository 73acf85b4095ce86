using Microsoft.Net.Http.Headers;
using OrleansVideo.WebFrontend.Problems;

namespace OrleansVideo.WebFrontend.Security;

/// <summary>Refuses unsafe requests that other sites' pages make, wherever they go.</summary>
internal static class CrossSiteRefusal
{
    /// <summary>Adds the refusal, before anything of the request is acted upon.</summary>
    public static void UseCrossSiteRefusal(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        var (request, headers) = (context.Request, context.Request.Headers);
        return CrossSite.IsRefused(request.Method, headers["Sec-Fetch-Site"].ToString(), headers[HeaderNames.Origin].ToString(), request.Host)
            ? RefusalCode.CrossSite.ToProblem().ExecuteAsync(context)
            : next(context);
    });
}
