using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;
using OrleansVideo.WebFrontend.Problems;

namespace OrleansVideo.WebFrontend.Network;

/// <summary>
/// Refuses a body whose length is known to be too large before it is read. The server would refuse it as well, but ends the
/// connection at once: the client is still sending, loses the answer, and a proxy takes the site for dead. So the server's
/// own limit is lifted, and it takes in what is still sent, for some seconds at most.
/// </summary>
internal static class BodyLimit
{
    /// <summary>
    /// Keeps the limits that endpoints carry; it belongs behind routing and authorization. The page that shows a refusal has a limit as
    /// well, which is not for the body that was refused.
    /// </summary>
    public static void UseBodyLimit(this IApplicationBuilder app) => app.Use((context, next) =>
        context.GetEndpoint()?.Metadata.GetMetadata<IRequestSizeLimitMetadata>()?.MaxRequestBodySize is { } limit && IsExceeded(context, limit)
        && context.Features.Get<IStatusCodeReExecuteFeature>() is null
            ? RefusalCode.TooLarge.ToProblem().ExecuteAsync(context)
            : next(context));

    /// <summary>Whether the body is longer, by its own word; then nothing but the refusal may follow.</summary>
    public static bool IsExceeded(HttpContext context, long limit)
    {
        if (!(context.Request.ContentLength > limit)) return false;
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } server) server.MaxRequestBodySize = null;
        return true;
    }
}
