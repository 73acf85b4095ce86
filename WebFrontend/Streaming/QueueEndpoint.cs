using OrleansVideo.Streaming;
using OrleansVideo.Videos;
using OrleansVideo.WebFrontend.Accounts;
using OrleansVideo.WebFrontend.Network;
using OrleansVideo.WebFrontend.Problems;

namespace OrleansVideo.WebFrontend.Streaming;

/// <summary><c>GET /api/v1/videos/{id}/queue</c>: the place of a viewer who was refused a stream token. Asking keeps it.</summary>
internal static class QueueEndpoint
{
    private static readonly Refusal NeverRefused = new(RefusalCode.NotFound, "You have no place in this video's queue: it is given to a viewer who was refused, and kept while it is asked for.");

    /// <summary>The place; 404 for a viewer who was not refused, or whose place has lapsed.</summary>
    public static async Task<IResult> Get(Guid id, HttpContext context, IGrainFactory grains)
    {
        var video = await grains.GetGrain<IVideoGrain>(id).Read();
        if (VideoAccess.RefusePlaying(video, context.GetCaller()) is { } refusal) return refusal.ToProblem();
        context.IdIsKnown();
        context.Response.Headers.CacheControl = "no-store";
        var limiter = grains.GetGrain<IStreamLimiterGrain>(IStreamLimiterGrain.Key);
        return await limiter.Place(context.PlaybackOf(id)) is { } place
            ? TypedResults.Ok(new QueueJson(place.Position, (int)Math.Ceiling(place.RetryAfter.TotalSeconds)))
            : NeverRefused.ToProblem();
    }
}

/// <summary>A refused viewer's place in the queue.</summary>
/// <param name="Position">1 is next; 0 means go.</param>
/// <param name="RetryAfter">When to ask again, in seconds: early enough to keep the place. 0 with position 0.</param>
internal sealed record QueueJson(int Position, int RetryAfter);
