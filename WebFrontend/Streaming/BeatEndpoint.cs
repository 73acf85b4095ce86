using OrleansVideo.Videos;
using OrleansVideo.WebFrontend.Accounts;
using OrleansVideo.WebFrontend.Problems;
using OrleansVideo.WebFrontend.Streaming.Facts;

namespace OrleansVideo.WebFrontend.Streaming;

/// <summary>
/// <c>POST /api/v1/videos/{id}/playback</c>: keeps a playback's token while the page's player is on, though the player
/// takes no byte for long stretches while its buffer is full; and lets go of it when the viewer leaves.
/// </summary>
internal static class BeatEndpoint
{
    /// <summary>
    /// 204, whether or not this viewer holds a token: a beat asks for nothing. A playback that is on is looked up as its requests
    /// for bytes are; its beats keep what is held of the video.
    /// </summary>
    public static async Task<IResult> Post(Guid id, BeatJson beat, HttpContext context, VideoLookup lookup, StreamLimiterClient limiter)
    {
        if (beat.State is not ("playing" or "paused" or "left"))
            return new Refusal(RefusalCode.MalformedJson, "The state must be one of playing, paused and left.").ToProblem();
        var playback = context.PlaybackOf(id);
        var found = await lookup.Find(id, playback);
        using var file = found?.Content?.File;
        if (VideoAccess.RefusePlaying(found?.Video, context.GetCaller()) is { } refusal) return refusal.ToProblem();
        if (beat.State == "left") await limiter.Leave(playback);
        else await limiter.Beat(playback, context.AddressOf(), beat.State == "paused", MeanRate(found!.Video));
        if (file is not null && limiter.Playbacks.IsOn(playback)) lookup.Hold(found!);
        return TypedResults.NoContent();
    }

    /// <summary>Bytes that a second of the video has on average; null when its duration is not known.</summary>
    private static double? MeanRate(VideoDetails video) =>
        video is { Size: { } size, DurationSeconds: > 0 and var duration } ? Math.Max(1, size / duration) : null;
}

/// <summary>The watch page's beat.</summary>
/// <param name="State">One of <c>playing</c>, <c>paused</c>, <c>left</c>.</param>
/// <param name="Position">Where the playback is, in seconds.</param>
internal sealed record BeatJson(string? State, double? Position);
