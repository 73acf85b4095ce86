using OrleansVideo.WebFrontend.Api;
using OrleansVideo.WebFrontend.Problems;

namespace OrleansVideo.WebFrontend.Streaming;

/// <summary>Playing: videos, posters, and the tokens that playbacks hold.</summary>
public static class StreamingSetup
{
    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Adds what playing needs.</summary>
    public static IServiceCollection AddStreaming(this IServiceCollection services) => services
        .AddSingleton<Frontend>()
        .AddSingleton<StreamingMetrics>()
        .AddSingleton<ViewCounter>()
        .AddHostedService(provider => provider.GetRequiredService<ViewCounter>())
        .AddSingleton<Playbacks>()
        .AddHostedService<PlaybackHeartbeat>()
        .AddHostedService<PlaybackGauge>();

    /// <summary>Maps the routes that send files.</summary>
    public static void MapStreaming(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods($"/videos/{{id:{CanonicalIdConstraint.Name}}}", Reading, VideoEndpoint.Get)
            .WithTags("Playing").WithSummary("The content of a video, whole or in part.")
            .Produces(200).Produces(206).Produces(304).Produces(412).Produces(416).ProducesProblems(404, 409, 410, 429);
        routes.MapMethods($"/posters/{{id:{CanonicalIdConstraint.Name}}}.jpg", Reading, PosterEndpoint.Get)
            .WithTags("Playing").WithSummary("The poster image of a video.")
            .Produces(200, contentType: "image/jpeg").Produces(304).ProducesProblems(404, 410);
    }

    /// <summary>Maps the watch page's beat.</summary>
    public static void MapBeats(this IEndpointRouteBuilder routes) =>
        routes.MapPost($"{ApiSetup.Root}/videos/{{id:{CanonicalIdConstraint.Name}}}/playback", BeatEndpoint.Post)
            .WithTags("Playing").WithSummary("The watch page's beat: keeps or ends a playback's stream token.")
            .Produces(204).ProducesProblems(400, 404, 409, 410);
}
