using OrleansVideo.Videos;
using OrleansVideo.WebFrontend.Accounts;
using OrleansVideo.WebFrontend.Network;
using OrleansVideo.WebFrontend.Problems;
using OrleansVideo.WebFrontend.Streaming.Facts;

namespace OrleansVideo.WebFrontend.Streaming;

/// <summary>
/// Middleware before the rate limiter: finds out what a request for a video's content is to be sent. What needs no token
/// (304, 4xx, 416) is answered here, so that it neither takes one nor is refused one.
/// </summary>
/// <param name="next">The rest of the way.</param>
/// <param name="lookup">What there is to play.</param>
/// <param name="facts">Which playbacks an admin has ended.</param>
/// <param name="logger">The log.</param>
internal sealed partial class StreamPlanner(RequestDelegate next, VideoLookup lookup, FactStore facts, ILogger<StreamPlanner> logger)
{
    /// <summary>Marks the endpoint that sends videos.</summary>
    public sealed class Metadata;

    /// <summary>Plans requests for videos; all others pass.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<Metadata>() is null)
        {
            await next(context);
            return;
        }

        if (await Plan(context) is { } answer) await answer.ExecuteAsync(context);
        else await next(context);
    }

    /// <summary>
    /// 1. The video's facts say whether there is something to play, and with the caller's own identity, whether for this
    /// caller. 2. Conditions and range are resolved. 3. A playback that an admin ended gets no bytes, though this frontend may not have
    /// heard from the limiter that its lease is no good any more. 4. What remains gets bytes.
    /// </summary>
    /// <returns>The answer; null when there is a plan.</returns>
    internal async Task<IResult?> Plan(HttpContext context)
    {
        var id = Guid.Parse((string)context.Request.RouteValues["id"]!);
        var playback = HttpMethods.IsHead(context.Request.Method) ? null : context.PlaybackOf(id);
        var found = await lookup.Find(id, playback); // 1
        if (found?.Content is { } opened) context.Response.RegisterForDispose(opened.File); // However the request ends.
        if (VideoAccess.RefusePlaying(found?.Video, context.GetCaller()) is { } refusal) return refusal.ToProblem();
        context.IdIsKnown();
        if (found!.Content is not { } content)
        {
            LogMissing(id);
            return RefusalCode.NotFound.ToProblem();
        }

        var headers = context.Request.Headers;
        content.WriteTo(context.Response.Headers);
        switch (Preconditions.Evaluate(headers, content.ETag, content.LastModified)) // 2
        {
            case PreconditionOutcome.Failed: return RefusalCode.PreconditionFailed.ToProblem();
            case PreconditionOutcome.NotModified: return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        }

        IReadOnlyList<ByteRange> parts = [];
        if (HttpMethods.IsGet(context.Request.Method) // Range is for GET alone (RFC 9110 §14.2).
            && Preconditions.RangeApplies(headers, content.ETag, content.LastModified)
            && !RangeHeader.TryResolve(headers.Range.ToString(), content.Length, out parts))
        {
            context.Response.Headers.ContentRange = content.UnsatisfiedRange;
            return RefusalCode.RangeNotSatisfiable.ToProblem();
        }

        if (playback is not null && facts.EvictedFor(playback) is { } left) // 3
            return new Refusal(RefusalCode.Evicted, RetryAfter: left).ToProblem();

        var downloadName = context.Request.Query["download"] == "1" ? FileNames.Of(found.Video) : null;
        context.Features.Set(new StreamPlan(content, parts, downloadName, playback, context.AddressOf()) { Facts = found }); // 4
        return null;
    }

    [LoggerMessage(EventId = 4120, Level = LogLevel.Error, Message = "The content of video {VideoId} is missing from the media directory")]
    private partial void LogMissing(Guid videoId);
}
