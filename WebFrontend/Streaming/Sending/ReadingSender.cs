namespace OrleansVideo.WebFrontend.Streaming.Sending;

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
