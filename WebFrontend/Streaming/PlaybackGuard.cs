using OrleansVideo.WebFrontend.Streaming.Sending;

namespace OrleansVideo.WebFrontend.Streaming;

/// <summary>Stands between an answer's bytes and the network: each piece passes only under a valid lease.</summary>
internal sealed class PlaybackGuard(Playbacks playbacks, Playback playback, LeaseLog log) : IPieceGuard
{
    private readonly int _revocations = playback.Revocations;

    /// <summary>
    /// Whether the next piece may be sent: the lease is valid, or could be had again. One that was taken back ends the
    /// answer; a later request may ask anew.
    /// </summary>
    /// <param name="bytes">The piece's length.</param>
    public async ValueTask<bool> MaySend(int bytes)
    {
        if (playback.Revocations != _revocations || await playbacks.Ensure(playback) is not null) return false;
        lock (playback)
        {
            if (playback.Revocations != _revocations || playback.Lease is not { } lease || !playbacks.IsValid(playback)) return false;
            playback.BytesSent += bytes;
            log.HandOver(lease, bytes);
            return true;
        }
    }
}
