using Microsoft.AspNetCore.Http.Features;

namespace OrleansVideo.WebFrontend.Streaming;

/// <summary><c>GET, HEAD /videos/{id}</c>: the content of a video, whole or in part, to a request that was planned and let in.</summary>
internal static class VideoEndpoint
{
    /// <summary>Sends what was planned.</summary>
    public static IResult Get(HttpContext context, Playbacks playbacks, ILogger<VideoAnswer> logger)
    {
        var plan = context.Features.GetRequiredFeature<StreamPlan>();
        return new VideoAnswer(plan, plan.Playback is { } playback ? playbacks.GuardOf(playback) : null, logger);
    }
}
