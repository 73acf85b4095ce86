using Microsoft.Net.Http.Headers;
using OrleansVideo.Media.Store;
using OrleansVideo.Videos;
using OrleansVideo.WebFrontend.Accounts;
using OrleansVideo.WebFrontend.Problems;

namespace OrleansVideo.WebFrontend.Streaming;

/// <summary><c>GET, HEAD /videos/{id}</c>: the content of a video, whole or in part.</summary>
internal static partial class VideoEndpoint
{
    /// <summary>
    /// 1. The video's own grain says whether there is something to play, and whether for this caller. 2. A request that
    /// gets no bytes takes no token. 3. One that does joins its playback. 4. The framework answers ranges and conditions.
    /// </summary>
    public static async Task<IResult> Get(
        Guid id, HttpContext context, IGrainFactory grains, MediaStore media, Playbacks playbacks, ILogger<MediaStore> logger)
    {
        var video = await grains.GetGrain<IVideoGrain>(id).Read(); // 1
        if (VideoAccess.RefusePlaying(video, context.GetCaller()) is { } refusal) return refusal.ToProblem();
        if (Open(media, video!) is not { } file)
        {
            LogMissing(logger, id);
            return RefusalCode.NotFound.ToProblem();
        }

        PlaybackRequest? request = null;
        try
        {
            Preconditions.IgnoreUnknownUnits(context.Request.Headers);
            var etag = new EntityTagHeaderValue($"\"{video!.ContentHash}\"");
            var published = WholeSeconds(video.PublishedAt ?? video.CreatedAt);
            if (Preconditions.SendBytes(context.Request.Method, context.Request.Headers, etag, published, file.Length)) // 2
            {
                var opened = await playbacks.Open(context.PlaybackOf(id), context.AddressOf()); // 3
                if (!opened.TryGet(out request, out var refused)) return refused.ToProblem();
            }

            context.Response.Headers.CacheControl = "private, no-cache";
            var content = new LeasedStream(file, request);
            context.Response.RegisterForDispose(content); // However the request ends (W4).
            file = null;
            return TypedResults.Stream(content, video.ContentType, DownloadName(context, video), published, etag, enableRangeProcessing: true); // 4
        }
        finally
        {
            if (file is not null) await file.DisposeAsync();
        }
    }

    private static FileStream? Open(MediaStore media, VideoDetails video)
    {
        var handle = media.OpenRead(video.Id);
        return handle is null ? null : new FileStream(handle, FileAccess.Read, bufferSize: 0);
    }

    /// <summary>HTTP dates have no fractions (RFC 9110 §5.6.7).</summary>
    private static DateTimeOffset WholeSeconds(DateTimeOffset moment) => DateTimeOffset.FromUnixTimeSeconds(moment.ToUnixTimeSeconds());

    private static string? DownloadName(HttpContext context, VideoDetails video) =>
        context.Request.Query["download"] == "1" ? FileNames.Of(video) : null;

    [LoggerMessage(EventId = 4120, Level = LogLevel.Error, Message = "The content of video {VideoId} is missing from the media directory")]
    private static partial void LogMissing(ILogger logger, Guid videoId);
}
