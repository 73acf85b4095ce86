using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
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
