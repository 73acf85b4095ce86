using Microsoft.AspNetCore.Http.Features;
using OrleansVideo.WebFrontend.Streaming.Facts;

namespace OrleansVideo.WebFrontend.Streaming;

/// <summary><c>GET, HEAD /videos/{id}</c>: the content of a video, whole or in part, to a request that was planned and let in.</summary>
internal static class VideoEndpoint
{
    /// <summary>Sends what was planned. The playback holds its token by now: so what was looked up is kept for its next requests.</summary>
    public static IResult Get(HttpContext context, VideoLookup lookup, ILogger<VideoAnswer> logger)
    {
        var plan = context.Features.GetRequiredFeature<StreamPlan>();
        if (plan.Playback is not null) lookup.Hold(plan.Facts);
        return new VideoAnswer(plan, logger);
    }
}
