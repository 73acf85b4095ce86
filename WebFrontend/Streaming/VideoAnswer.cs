using System.Buffers;
using Microsoft.Net.Http.Headers;
using OrleansVideo.WebFrontend.Problems;

namespace OrleansVideo.WebFrontend.Streaming;

/// <summary>
/// 200 or 206 with bytes. Each piece is read and sent only while the playback's lease is valid; when it is not, or when
/// the file is shorter than it was, the connection ends, so that nobody takes a part for the whole. So it does when the
/// cluster does not say whether the lease still holds: the player asks for the rest, of this frontend or of another.
/// </summary>
/// <param name="plan">What to send.</param>
/// <param name="guard">Lets each piece pass; null for HEAD, which sends no byte.</param>
/// <param name="logger">The log.</param>
internal sealed partial class VideoAnswer(StreamPlan plan, PlaybackGuard? guard, ILogger logger) : IResult
{
    private const int Piece = 64 * 1024;

    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var (content, range) = (plan.Content, plan.Range);
        var part = range ?? new ByteRange(0, content.Length);
        var response = httpContext.Response;
        response.StatusCode = range is null ? StatusCodes.Status200OK : StatusCodes.Status206PartialContent;
        response.ContentType = content.Type;
        response.ContentLength = part.Length;
        if (range is not null) response.Headers.ContentRange = content.ContentRange(range);
        if (plan.DownloadName is { } name) response.Headers.ContentDisposition = Attachment(name);
        if (guard is not null) await Send(guard, part, httpContext);
    }

    private async Task Send(PlaybackGuard guard, ByteRange part, HttpContext context)
    {
        var metrics = context.RequestServices.GetRequiredService<StreamingMetrics>();
        var buffer = ArrayPool<byte>.Shared.Rent(Piece);
        try
        {
            for (long sent = 0; sent < part.Length;)
            {
                var wanted = (int)Math.Min(Piece, part.Length - sent);
                var read = await guard.MaySend(wanted)
                    ? await RandomAccess.ReadAsync(plan.Content.File, buffer.AsMemory(0, wanted), part.From + sent, context.RequestAborted)
                    : 0;
                if (read == 0)
                {
                    context.Abort();
                    return;
                }

                await context.Response.Body.WriteAsync(buffer.AsMemory(0, read), context.RequestAborted);
                sent += read;
                metrics.Sent(read);
            }
        }
        catch (Exception e) when (ClusterTrouble.IsTrouble(e) && !context.RequestAborted.IsCancellationRequested)
        {
            if (!context.Response.HasStarted) throw; // There is still a better answer.
            LogCut(context.Request.Path.Value, e);
            context.Abort();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static string Attachment(string name)
    {
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName(name);
        return disposition.ToString();
    }

    [LoggerMessage(EventId = 4121, Level = LogLevel.Warning, Message = "{Path} was cut off: the cluster did not confirm its stream token in time")]
    private partial void LogCut(string? path, Exception exception);
}
