using Microsoft.Net.Http.Headers;
using OrleansVideo.Streaming;
using OrleansVideo.WebFrontend.Problems;
using OrleansVideo.WebFrontend.Streaming.Sending;

namespace OrleansVideo.WebFrontend.Streaming;

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
        var (playbacks, answers) = (context.RequestServices.GetRequiredService<Playbacks>(), context.RequestServices.GetRequiredService<RunningAnswers>());
        using var answer = answers.Open(context, playback, plan.Facts);
        var guard = playbacks.GuardOf(playback, answer, context.RequestAborted);
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
