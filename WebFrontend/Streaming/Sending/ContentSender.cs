using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace OrleansVideo.WebFrontend.Streaming.Sending;

/// <summary>Sends a part of a file as a part of a response's body.</summary>
internal interface IContentSender
{
    /// <summary>Sends the part, piece by piece. The response begins with the first piece that may be sent, unless it has begun.</summary>
    /// <param name="context">The request; its response has headers and length already.</param>
    /// <param name="file">The file, which the request uses until it ends.</param>
    /// <param name="part">The part.</param>
    /// <param name="guard">Lets each piece pass.</param>
    /// <returns>False when the connection, the guard's leave, or the file ended before the part did: the response must be cut off.</returns>
    Task<bool> Send(HttpContext context, ContentFile file, ByteRange part, IPieceGuard guard);
}

/// <summary>
/// Lets the kernel send what it can: HTTP/1.1 without TLS, on a connection whose writer knows files. All else is read and
/// written through the server.
/// </summary>
internal sealed class ContentSender(KernelSender kernel, ReadingSender reading) : IContentSender
{
    /// <inheritdoc/>
    public Task<bool> Send(HttpContext context, ContentFile file, ByteRange part, IPieceGuard guard) =>
        KernelSender.Suits(context) ? kernel.Send(context, file, part, guard) : reading.Send(context, file, part, guard);
}

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

/// <summary>
/// How large the next piece of an answer is: as much as the viewer took in the last second, so that little flows on after a
/// stream token has ended, and a fast one is not asked for more often than need be.
/// </summary>
internal struct PieceSize(TimeProvider clock)
{
    /// <summary>The design's limit: bytes that enter the kernel after one look at the lease.</summary>
    public const int Most = 1024 * 1024;

    private const int Least = 64 * 1024;
    private int _last = Most / 4;
    private long _began = 0;

    /// <summary>The length of the next piece, which is sent from now on.</summary>
    /// <param name="left">Bytes that are left; at least one.</param>
    public int Next(long left)
    {
        var now = clock.GetTimestamp();
        if (_began != 0) _last = (int)Math.Clamp(_last / Math.Max(clock.GetElapsedTime(_began, now).TotalSeconds, 0.001), Least, Most);
        _began = now;
        return (int)Math.Min(_last, left);
    }
}

/// <summary>
/// Sends parts of files through the server's own buffers. It reads at once and not asynchronously: bytes of a film are
/// nearly always in the page cache already, and an asynchronous read costs a change of threads each.
/// </summary>
internal sealed class ReadingSender(StreamingMetrics metrics) : IContentSender
{
    private const int Piece = 256 * 1024;

    /// <inheritdoc/>
    public async Task<bool> Send(HttpContext context, ContentFile file, ByteRange part, IPieceGuard guard)
    {
        for (var at = part.From; at < part.End;)
        {
            var piece = (int)Math.Min(Piece, part.End - at);
            if (!await guard.MaySend(piece)) return false;
            if (!context.Response.HasStarted) await context.Response.StartAsync(context.RequestAborted);
            if (guard.Gate is { } gate) gate.IsBeyondReach = true;
            var body = context.Response.BodyWriter;
            var read = RandomAccess.Read(file.Handle, body.GetSpan(piece)[..piece], at);
            if (read == 0) return false;
            body.Advance(read);
            if (await body.FlushAsync(context.RequestAborted) is { IsCompleted: true } or { IsCanceled: true }) return false;
            at += read;
            metrics.Sent(read);
        }

        return true;
    }
}

/// <summary>Decides, before each piece of a file enters the kernel, whether it may.</summary>
internal interface IPieceGuard
{
    /// <summary>Decides in the middle of a piece as well; null when nobody does.</summary>
    ISendGate? Gate => null;

    /// <summary>Whether the next piece may be sent; when it may not, the answer ends.</summary>
    /// <param name="bytes">The piece's length.</param>
    ValueTask<bool> MaySend(int bytes);
}

/// <summary>Stands in the middle of a piece, which a slow client may stretch for as long as it likes.</summary>
internal interface ISendGate
{
    /// <summary>Whether more bytes may be handed to the kernel at this moment. Asked often: it neither locks nor allocates.</summary>
    bool IsOpen { get; }

    /// <summary>Cancelled, soon, when the gate is no longer open: ends a wait for the client. Asked for before each such wait.</summary>
    CancellationToken Interruption { get; }

    /// <summary>Whether a piece is in the server's own buffers, on its way: nobody can hold it back but by ending the answer.</summary>
    bool IsBeyondReach { get; set; }

    /// <summary>Waits until it is worth asking again, because it may be open, or the answer was ended.</summary>
    /// <exception cref="OperationCanceledException">The answer was ended.</exception>
    Task Changed();
}
