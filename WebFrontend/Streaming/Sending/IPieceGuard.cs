namespace OrleansVideo.WebFrontend.Streaming.Sending;

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
