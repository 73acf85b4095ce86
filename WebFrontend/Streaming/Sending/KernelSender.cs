using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace OrleansVideo.WebFrontend.Streaming.Sending;

/// <summary>
/// Sends parts of files without reading them. Each piece is announced to the connection's writer, then the body is advanced
/// over it: the server counts the bytes as any others and keeps the order, the writer puts the part of the file in their place.
/// </summary>
internal sealed class KernelSender(StreamingMetrics metrics, TimeProvider clock) : IContentSender
{
    /// <summary>Whether the response goes to the socket as it is.</summary>
    public static bool Suits(HttpContext context) =>
        HttpProtocol.IsHttp11(context.Request.Protocol)
        && LinuxSendFile.IsSupported
        && context.Features.Get<IFileSender>() is not null
        && context.Features.Get<ITlsHandshakeFeature>() is null;

    /// <inheritdoc/>
    public async Task<bool> Send(HttpContext context, ContentFile file, ByteRange part, IPieceGuard guard)
    {
        // The server's own rule would see a pause of the viewer as one of ours: see StallWatch.
        if (context.Features.Get<IHttpMinResponseDataRateFeature>() is { } rule) rule.MinDataRate = null;
        var pieces = new PieceSize(clock);
        for (var at = part.From; at < part.End;)
        {
            var piece = pieces.Next(part.End - at);
            if (!await guard.MaySend(piece)) return false;
            if (!context.Response.HasStarted) await context.Response.StartAsync(context.RequestAborted);
            if (!await Send(context, file, at, piece, guard.Gate)) return false;
            at += piece;
            metrics.Sent(piece);
        }

        return true;
    }

    private static async ValueTask<bool> Send(HttpContext context, ContentFile file, long offset, int count, ISendGate? gate)
    {
        var (sender, body) = (context.Features.GetRequiredFeature<IFileSender>(), context.Response.BodyWriter);
        if (!sender.TryAnnounce(file, offset, count, gate)) return false;
        try
        {
            body.GetMemory(1);
            body.Advance(count);
        }
        finally
        {
            // Still there: the server has given the connection up, and passed nothing on.
            if (sender.TakeBack()) context.Abort();
        }

        return await body.FlushAsync() is { IsCompleted: false, IsCanceled: false };
    }
}
