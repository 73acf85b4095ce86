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
