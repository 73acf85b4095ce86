namespace OrleansVideo.WebFrontend.Streaming;

/// <summary>One open request of a playback. Disposing it is what every way out of a handler does.</summary>
internal sealed class PlaybackRequest(Playbacks playbacks, Playback playback) : IDisposable
{
    private bool _isClosed;

    /// <summary>Whether the next piece may be sent: the lease is valid, or could be had again.</summary>
    public async ValueTask<bool> MaySend() => await playbacks.Ensure(playback) is null;

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_isClosed) return;
        _isClosed = true;
        playbacks.Close(playback);
    }
}
