using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;
using OrleansVideo.Media;
using OrleansVideo.Streaming;
using OrleansVideo.Videos;
using OrleansVideo.WebFrontend.Accounts;
using OrleansVideo.WebFrontend.Network;
using OrleansVideo.WebFrontend.Problems;
using OrleansVideo.WebFrontend.Streaming.Facts;
using OrleansVideo.WebFrontend.Streaming.Sending;

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
    /// <summary>The longest name, without its extension, under which a browser is told to store a download.</summary>
    private const int MaxStem = 80;

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

        var downloadName = context.Request.Query["download"] == "1" ? DownloadNameOf(found.Video) : null;
        context.Features.Set(new StreamPlan(content, parts, downloadName, playback, context.AddressOf()) { Facts = found }); // 4
        return null;
    }

    /// <summary>The title without what file systems refuse, and the extension of the content's type.</summary>
    private static string DownloadNameOf(VideoDetails video)
    {
        var stem = string.Concat(video.Title.Select(c => "<>:\"/\\|?*".Contains(c, StringComparison.Ordinal) ? '_' : c)).Trim(' ', '.');
        if (stem.Length > MaxStem) stem = stem[..(char.IsHighSurrogate(stem[MaxStem - 1]) ? MaxStem - 1 : MaxStem)].Trim();
        var type = MediaType.All.FirstOrDefault(known => known.ContentType == video.ContentType);
        return (stem.Length == 0 ? video.Id.ToString("D") : stem) + "." + (type?.Name.ToLowerInvariant() ?? "bin");
    }

    [LoggerMessage(EventId = 4120, Level = LogLevel.Error, Message = "The content of video {VideoId} is missing from the media directory")]
    private partial void LogMissing(Guid videoId);
}

/// <summary>What a request for a video's content is going to be sent, known before it asks for a stream token.</summary>
/// <param name="Content">The file.</param>
/// <param name="Parts">The parts to send; none for all of it.</param>
/// <param name="DownloadName">The name to store it under; null to play it.</param>
/// <param name="Playback">The playback that it belongs to; null when no byte is sent (HEAD), and no token needed.</param>
/// <param name="Address">The viewer's network address.</param>
internal sealed record StreamPlan(
    VideoContent Content,
    IReadOnlyList<ByteRange> Parts,
    string? DownloadName,
    PlaybackKey? Playback,
    string Address)
{
    /// <summary>What the plan was made of, for the playback's next requests.</summary>
    public required VideoFacts Facts { get; init; }
}

/// <summary>
/// 200 or 206 with bytes. Each piece is read and sent only while the playback's lease is valid and the caller may have the video;
/// when that ends, or when the file is shorter than it was, the connection ends, so that nobody takes a part for the whole. So it
/// does when the cluster does not say in time whether it still holds: the player asks for the rest, of this frontend or of another.
/// </summary>
/// <param name="plan">What to send; without a playback, for HEAD, no byte.</param>
/// <param name="logger">The log.</param>
internal sealed partial class VideoAnswer(StreamPlan plan, ILogger logger) : IResult
{
    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var (content, parts, response) = (plan.Content, plan.Parts, httpContext.Response);
        var frame = parts.Count > 1 ? new MultipartRanges(content, parts) : null;
        response.StatusCode = parts.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status206PartialContent;
        response.ContentType = frame?.Type ?? content.Type;
        response.ContentLength = frame?.Length ?? (parts.Count == 1 ? parts[0].Length : content.Length);
        if (parts.Count == 1) response.Headers.ContentRange = content.ContentRange(parts[0]);
        if (plan.DownloadName is { } name) response.Headers.ContentDisposition = Attachment(name);
        if (plan.Playback is { } playback) await Send(playback, frame, httpContext);
    }

    private async Task Send(PlaybackKey playback, MultipartRanges? frame, HttpContext context)
    {
        var (limiter, answers) = (context.RequestServices.GetRequiredService<StreamLimiterClient>(), context.RequestServices.GetRequiredService<RunningAnswers>());
        using var answer = answers.Open(context, playback, plan.Facts);
        var guard = limiter.GuardOf(playback, answer, context.RequestAborted);
        try
        {
            if (!await SendParts(guard, frame, context)) context.Abort();
        }
        catch (Exception e) when (ClusterTrouble.IsTrouble(e) && !context.RequestAborted.IsCancellationRequested)
        {
            if (!context.Response.HasStarted) throw; // There is still a better answer.
            LogCut(context.Request.Path.Value, e);
            context.Abort();
        }
    }

    private async Task<bool> SendParts(PlaybackGuard guard, MultipartRanges? frame, HttpContext context)
    {
        var (sender, file) = (context.RequestServices.GetRequiredService<IContentSender>(), plan.Content.File);
        if (frame is null) return await sender.Send(context, file, plan.Parts is [var only] ? only : new ByteRange(0, plan.Content.Length), guard);
        for (var i = 0; i < plan.Parts.Count; i++)
        {
            await context.Response.Body.WriteAsync(frame.Heads[i], context.RequestAborted);
            if (!await sender.Send(context, file, plan.Parts[i], guard)) return false;
        }

        await context.Response.Body.WriteAsync(frame.End, context.RequestAborted);
        return true;
    }

    private static string Attachment(string name)
    {
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName(name);
        return disposition.ToString();
    }

    [LoggerMessage(EventId = 4121, Level = LogLevel.Warning, Message = "{Path} was cut off: the cluster did not confirm its stream token, or its caller's right to it, in time")]
    private partial void LogCut(string? path, Exception exception);
}
