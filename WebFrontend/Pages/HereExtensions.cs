using Microsoft.AspNetCore.Diagnostics;
using OrleansVideo.WebFrontend.Network;

namespace OrleansVideo.WebFrontend.Pages;

/// <summary>Where the reader is, to come back to.</summary>
public static class HereExtensions
{
    /// <summary>
    /// The path with its query as the browser shows it; what a form was sent to can't be opened again, the page that it is on can. On
    /// an error page it is the path that failed.
    /// </summary>
    public static string Here(this HttpContext context)
    {
        if (context.Features.Get<IStatusCodeReExecuteFeature>() is { } failed) return failed.OriginalPath + failed.OriginalQueryString;
        return HttpMethods.IsGet(context.Request.Method) ? context.Request.Path + context.Request.QueryString : context.Request.Path;
    }
}

/// <summary>Addresses for those who don't know where they found them: feeds, and pages that are shared.</summary>
internal static class AbsoluteExtensions
{
    /// <summary>A path of this site as a whole address.</summary>
    /// <param name="request">The request.</param>
    /// <param name="path">The path, with its query if it has one, encoded already.</param>
    public static string Absolute(this HttpRequest request, string path) =>
        request.HttpContext.RequestServices.GetRequiredService<PublicAddress>().For(request) + path;
}
