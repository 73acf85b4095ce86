using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace OrleansVideo.WebFrontend.Tiers.Forwarding;

/// <summary>
/// The server's limits on slow bodies, which must not cut here what the tier allows: it sees the same pace, as nothing is
/// buffered between, and ends what it finds too slow.
/// </summary>
internal static class ServerLimits
{
    /// <summary>Lifts the limits for one request.</summary>
    public static Task Lift(HttpContext context, RequestDelegate next)
    {
        if (context.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } request) request.MinDataRate = null;
        if (context.Features.Get<IHttpMinResponseDataRateFeature>() is { } response) response.MinDataRate = null;
        return next(context);
    }
}
