using OrleansVideo.Media.Store;
using OrleansVideo.Videos;
using OrleansVideo.WebFrontend.Accounts;
using OrleansVideo.WebFrontend.Problems;

namespace OrleansVideo.WebFrontend.Streaming;

/// <summary><c>GET, HEAD /videos/{id}</c>: the content of a video, whole or in part.</summary>
internal static partial class VideoEndpoint
{
    /// <summary>
    /// 1. The video's own grain says whether there is something to play, and whether for this caller. 2. Conditions and
    /// range are resolved; a request that gets no bytes takes no token. 3. One that does joins its playback.
    /// </summary>
    public static async Task<IResult> Get(
        Guid id, HttpContext context, IGrainFactory grains, MediaStore media, Playbacks playbacks, ILogger<MediaStore> logger)
    {
        var video = await grains.GetGrain<IVideoGrain>(id).Read(); // 1
        if (VideoAccess.RefusePlaying(video, context.GetCaller()) is { } refusal) return refusal.ToProblem();
        if (media.OpenRead(id) is not { } file)
        {
            LogMissing(logger, id);
            return RefusalCode.NotFound.ToProblem();
        }

        context.Response.RegisterForDispose(file); // However the request ends.
        var content = VideoContent.Of(video!, file);
        var headers = context.Request.Headers;
        content.WriteTo(context.Response.Headers);
        switch (Preconditions.Evaluate(headers, content.ETag, content.LastModified)) // 2
        {
            case PreconditionOutcome.Failed: return RefusalCode.PreconditionFailed.ToProblem();
            case PreconditionOutcome.NotModified: return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        }

        ByteRange? range = null;
        if (Preconditions.RangeApplies(headers, content.ETag, content.LastModified)
            && !RangeHeader.TryResolve(headers.Range.ToString(), content.Length, out range))
        {
            context.Response.Headers.ContentRange = content.ContentRange(null);
            return RefusalCode.RangeNotSatisfiable.ToProblem();
        }

        PlaybackRequest? request = null;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            var opened = await playbacks.Open(context.PlaybackOf(id), context.AddressOf()); // 3
            if (!opened.TryGet(out request, out var refused))
            {
                context.RequestServices.GetRequiredService<StreamingMetrics>().Refused(refused.Code);
                return refused.ToProblem();
            }

            context.Response.RegisterForDispose(request); // However the request ends (W4).
        }

        return new VideoAnswer(content, range, request, DownloadName(context, video!), logger);
    }

    private static string? DownloadName(HttpContext context, VideoDetails video) =>
        context.Request.Query["download"] == "1" ? FileNames.Of(video) : null;

    [LoggerMessage(EventId = 4120, Level = LogLevel.Error, Message = "The content of video {VideoId} is missing from the media directory")]
    private static partial void LogMissing(ILogger logger, Guid videoId);
}
