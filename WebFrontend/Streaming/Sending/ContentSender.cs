namespace OrleansVideo.WebFrontend.Streaming.Sending;

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
