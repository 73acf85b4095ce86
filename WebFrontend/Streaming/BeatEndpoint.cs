using OrleansVideo.Videos;
using OrleansVideo.WebFrontend.Accounts;
using OrleansVideo.WebFrontend.Problems;

namespace OrleansVideo.WebFrontend.Streaming;

/// <summary>
/// <c>POST /api/v1/videos/{id}/playback</c>: keeps a playback's token while the page's player is on, though the player
/// takes no byte for long stretches while its buffer is full; and lets go of it when the viewer leaves.
/// </summary>
internal static class BeatEndpoint
{
    /// <summary>204, whether or not this viewer holds a token: a beat asks for nothing.</summary>
    public static async Task<IResult> Post(Guid id, BeatJson beat, HttpContext context, IGrainFactory grains, Playbacks playbacks)
    {
        if (beat.State is not ("playing" or "paused" or "left"))
            return new Refusal(RefusalCode.MalformedJson, "The state must be one of playing, paused and left.").ToProblem();
        var video = await grains.GetGrain<IVideoGrain>(id).Read();
        if (VideoAccess.RefusePlaying(video, context.GetCaller()) is { } refusal) return refusal.ToProblem();
        await playbacks.Beat(context.PlaybackOf(id), context.AddressOf(), hasLeft: beat.State == "left");
        return TypedResults.NoContent();
    }
}
