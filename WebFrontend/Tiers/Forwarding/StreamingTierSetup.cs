using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using OrleansVideo.WebFrontend.Accounts.Sessions;
using OrleansVideo.WebFrontend.Limits;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Health;

namespace OrleansVideo.WebFrontend.Tiers.Forwarding;

/// <summary>The way from a frontend without the role <c>streaming</c> to those that have it.</summary>
internal static class StreamingTierSetup
{
    /// <summary>Adds the forwarder, and the streaming tier to what readiness tells.</summary>
    public static void AddStreamingTier(this IServiceCollection services)
    {
        services.AddSingleton<IProxyConfigProvider>(provider => new InMemoryConfigProvider(
            StreamingTier.Routes, [StreamingTier.Cluster(provider.GetRequiredService<IOptions<StreamingTierOptions>>().Value)]));
        services.AddSingleton<IPassiveHealthCheckPolicy, UnreachableDestinations>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<TierResets>().AddHostedService(provider => provider.GetRequiredService<TierResets>());
        services.AddSingleton<IForwarderHttpClientFactory, TierClientFactory>();
        services.AddReverseProxy()
            .AddTransforms(ForwardedRequest.Transform)
            .AddTransforms(ForwardedAnswer.Transform);
        services.AddHealthChecks().AddCheck<StreamingTierHealthCheck>("streaming-tier");
    }

    /// <summary>
    /// Maps the routes of the streaming tier: 1. what would come back to this very frontend is refused; 2. trouble of the
    /// tier becomes a problem; 3. the limits of the server are lifted, as those of the tier hold; 4. headers of the hop
    /// are dropped; 5. an answer that the tier cuts off is cut off here; 6. one destination is picked, and another when it can't be
    /// reached. The session is the tier's to check, and the limits are its to count.
    /// </summary>
    public static void MapStreamingTier(this IEndpointRouteBuilder routes) => routes.MapReverseProxy(proxy =>
    {
        proxy.UseMiddleware<ForwardingLoop>(); // 1
        proxy.UseMiddleware<TierTrouble>(); // 2
        proxy.Use(ServerLimits.Lift); // 3
        proxy.Use(HopHeaders.Drop); // 4
        proxy.Use(proxy.ApplicationServices.GetRequiredService<TierResets>().Follow); // 5
        proxy.UseMiddleware<NextDestination>(); // 6
        proxy.UseLoadBalancing();
        proxy.UsePassiveHealthChecks();
    }).WithMetadata(NeedsNoSession.Instance).LimitRate(RateLimitKind.None);
}

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

/// <summary>
/// Headers that Connection names: they are for this frontend alone (RFC 9110 §7.6.1). The usual ones, such as Keep-Alive
/// and Transfer-Encoding, the forwarder leaves out by itself.
/// </summary>
internal static class HopHeaders
{
    /// <summary>Drops them from one request. What the forwarder itself will write can't be dropped by naming it: it is not there yet.</summary>
    public static Task Drop(HttpContext context, RequestDelegate next)
    {
        var headers = context.Request.Headers;
        foreach (var name in headers.GetCommaSeparatedValues(HeaderNames.Connection))
        {
            if (!name.Equals(HeaderNames.Host, StringComparison.OrdinalIgnoreCase)) headers.Remove(name);
        }

        return next(context);
    }
}
