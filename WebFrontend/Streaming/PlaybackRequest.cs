namespace OrleansVideo.WebFrontend.Streaming;

/// <summary>One open request of a playback. Disposing it is what every way out of a request does (W4).</summary>
internal sealed class PlaybackRequest(Playbacks playbacks, Playback playback) : IDisposable
{
    private bool _isClosed;

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_isClosed) return;
        _isClosed = true;
        playbacks.Close(playback);
    }
}
