namespace OrleansVideo.WebFrontend.Streaming.Sending;

/// <summary>
/// What a connection can do whose bytes the kernel may take straight from a file; a feature of connections that can. One
/// part of a file at a time is announced, then taken by the next advance of the response's body by as many bytes.
/// </summary>
internal interface IFileSender
{
    /// <summary>Announces a part of a file: the next advance by <paramref name="count"/> bytes stands for it.</summary>
    /// <param name="file">The file, which the caller uses at least until this returns.</param>
    /// <param name="offset">Where the part begins.</param>
    /// <param name="count">Its length in bytes.</param>
    /// <param name="gate">Lets its bytes pass, one after the other; null when all may.</param>
    /// <returns>False when the connection has ended.</returns>
    bool TryAnnounce(ContentFile file, long offset, int count, ISendGate? gate = null);

    /// <summary>Takes back an announcement that no advance has taken.</summary>
    /// <returns>Whether there was one: the connection's end was noticed in between.</returns>
    bool TakeBack();
}
