namespace OrleansVideo.WebFrontend.Streaming.Sending;

/// <summary>Decides, before each piece of a file enters the kernel, whether it may.</summary>
internal interface IPieceGuard
{
    /// <summary>Whether the next piece may be sent; when it may not, the answer ends.</summary>
    /// <param name="bytes">The piece's length.</param>
    ValueTask<bool> MaySend(int bytes);
}
