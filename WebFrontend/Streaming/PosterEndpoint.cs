using Microsoft.Net.Http.Headers;
using OrleansVideo.Media.Store;
using OrleansVideo.Videos;
using OrleansVideo.WebFrontend.Accounts;
using OrleansVideo.WebFrontend.Network;
using OrleansVideo.WebFrontend.Problems;

namespace OrleansVideo.WebFrontend.Streaming;

/// <summary><c>GET, HEAD /posters/{id}.jpg</c>: the poster of a video that the caller may see.</summary>
internal static class PosterEndpoint
{
    /// <summary>
    /// A poster never changes; who may keep it depends on who may see the video. Of a public one browsers keep for five minutes
    /// what they were shown; a shared cache asks here before each use, so that it shows nobody what is private or gone by now.
    /// </summary>
    public static async Task<IResult> Get(Guid id, HttpContext context, IGrainFactory grains, MediaStore media)
    {
        var video = await grains.GetGrain<IVideoGrain>(id).Read();
        if (VideoAccess.RefuseReading(video, context.GetCaller()) is { } refusal) return refusal.ToProblem();
        context.IdIsKnown();
        var path = media.PosterPathOf(id);
        if (!video!.HasPoster || !File.Exists(path)) return RefusalCode.NotFound.ToProblem();

        var isOpen = video is { Visibility: Visibility.Public, Status: VideoStatus.Ready };
        context.Response.Headers.CacheControl = isOpen ? "public, max-age=300, s-maxage=0" : "private, no-cache";
        return TypedResults.PhysicalFile(path, "image/jpeg", entityTag: new EntityTagHeaderValue($"\"poster-{video.ContentHash}\""));
    }
}
