using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;
using OrleansVideo.Streaming;
using OrleansVideo.WebFrontend.Api;
using OrleansVideo.WebFrontend.Limits;
using OrleansVideo.WebFrontend.Problems;
using OrleansVideo.WebFrontend.Security;
using OrleansVideo.WebFrontend.Streaming.Facts;
using OrleansVideo.WebFrontend.Streaming.Sending;

namespace OrleansVideo.WebFrontend.Streaming;

/// <summary>Playing: videos, posters, and the tokens that playbacks hold.</summary>
public static class StreamingSetup
{
    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Adds what playing needs.</summary>
    public static IServiceCollection AddStreaming(this IServiceCollection services)
    {
        services.AddRateLimiter(limits => limits.AddPolicy<PlaybackKey, StreamPolicy>(StreamPolicy.Name));
        services.AddOptions<RateLimiterOptions>()
            .Configure<IOptions<StreamingOptions>, StreamPolicy>((limits, options, policy) =>
                (limits.GlobalLimiter, limits.OnRejected) = (StreamPolicy.Shields(options.Value), policy.Refuse));
        return services
            .AddSingleton<Frontend>()
            .AddSingleton<LimiterLink>()
            .AddSingleton<LeaseLog>()
            .AddSingleton<StreamingMetrics>()
            .AddSingleton<StreamPolicy>()
            .AddSingleton<ViewCounter>()
            .AddHostedService(provider => provider.GetRequiredService<ViewCounter>())
            .AddSingleton<CountedViews>()
            .AddSingleton<Playbacks>()
            .AddSingleton<StreamLimiterClient>()
            .AddSingleton<PlaybackHeartbeat>()
            .AddHostedService(provider => provider.GetRequiredService<PlaybackHeartbeat>())
            .AddHostedService<PlaybackGauge>()
            .AddSingleton<FactStore>()
            .AddSingleton<VideoLookup>()
            .AddHostedService<FactWatch>()
            .AddSingleton<RunningAnswers>()
            .AddHostedService(provider => provider.GetRequiredService<RunningAnswers>())
            .AddSending();
    }

    /// <summary>Plans what is to be sent, then limits who gets it: between authorization and the endpoints.</summary>
    public static void UseStreaming(this IApplicationBuilder app) => app.UseMiddleware<StreamPlanner>().UseRateLimiter();

    /// <summary>Maps the routes that send files.</summary>
    public static void MapStreaming(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods($"/videos/{{id:{CanonicalIdConstraint.Name}}}", Reading, VideoEndpoint.Get)
            .WithMetadata(new StreamPlanner.Metadata()).RequireRateLimiting(StreamPolicy.Name)
            .WithTags("Playing").WithSummary("The content of a video, whole or in part.")
            .Produces(200).Produces(206).Produces(304).Produces(412).Produces(416).ProducesProblems(404, 409, 410, 429);
        routes.MapMethods($"/posters/{{id:{CanonicalIdConstraint.Name}}}.jpg", Reading, PosterEndpoint.Get)
            .WithSecurityHeadersPolicy(HeaderPolicies.Poster)
            .WithTags("Playing").WithSummary("The poster image of a video.")
            .Produces(200, contentType: "image/jpeg").Produces(304).ProducesProblems(404, 410, 429);
    }

    /// <summary>Maps what the watch page says and asks: its beat, and its place in the queue.</summary>
    public static void MapBeats(this IEndpointRouteBuilder routes)
    {
        routes.MapPost($"{ApiSetup.Root}/videos/{{id:{CanonicalIdConstraint.Name}}}/playback", BeatEndpoint.Post)
            .LimitRate(RateLimitKind.Playback)
            .WithTags("Playing").WithSummary("The watch page's beat: keeps or ends a playback's stream token.")
            .Produces(204).ProducesProblems(400, 404, 409, 410, 429);
        routes.MapGet($"{ApiSetup.Root}/videos/{{id:{CanonicalIdConstraint.Name}}}/queue", QueueEndpoint.Get)
            .LimitRate(RateLimitKind.Playback, countsReads: true)
            .WithTags("Playing").WithSummary("The place of a viewer who was refused a stream token; asking keeps it.")
            .Produces<QueueJson>().ProducesProblems(404, 409, 410, 429);
    }
}
