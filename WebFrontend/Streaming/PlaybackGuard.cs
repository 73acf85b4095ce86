using OrleansVideo.WebFrontend.Streaming.Sending;

namespace OrleansVideo.WebFrontend.Streaming;

/// <summary>
/// Stands between an answer's bytes and the network: each piece passes only under a valid lease, and while this frontend knows by
/// itself that the caller may have it.
/// </summary>
internal sealed class PlaybackGuard(
    StreamLimiterClient limiter, Playback playback, RunningAnswers.OpenAnswer? answer, LeaseLog log, CancellationToken aborted) : IPieceGuard
{
    private readonly int _revocations = playback.Revocations;

    /// <inheritdoc/>
    public ISendGate? Gate => answer;

    /// <summary>
    /// Whether the next piece may be sent: 1. the lease is valid, or could be had again. One that was taken back ends the answer; a
    /// later request may ask again. 2. The caller may still have the video; while that is not confirmed, the piece waits.
    /// </summary>
    /// <param name="bytes">The piece's length.</param>
    /// <exception cref="TimeoutException">The lease, or the right to the video, was not confirmed in time.</exception>
    public async ValueTask<bool> MaySend(int bytes)
    {
        if (answer is not null) answer.IsBeyondReach = false;
        do
        {
            if (playback.Revocations != _revocations || await limiter.Ensure(playback) is not null) return false; // 1
            if (answer is null || answer.IsOpen) return TryHandOver(bytes); // 2
        }
        while (await answer.WaitUntilConfirmed(aborted));

        return false;
    }

    private bool TryHandOver(int bytes)
    {
        lock (playback)
        {
            if (playback.Revocations != _revocations || playback.Lease is not { } lease || !limiter.Playbacks.IsValid(playback)) return false;
            playback.BytesSent += bytes;
            log.HandOver(lease, bytes);
            return true;
        }
    }
}
