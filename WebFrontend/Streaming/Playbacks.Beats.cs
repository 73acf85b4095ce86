using OrleansVideo.Streaming;

namespace OrleansVideo.WebFrontend.Streaming;

/// <summary>
/// Beats of the watch page, which may come to another frontend than the one that sends the video: this one then becomes
/// a holder of the same lease, for as long as beats come, and never asks for one of its own.
/// </summary>
internal sealed partial class Playbacks
{
    /// <summary>The watch page says that the viewer has left: gives the lease back here, and leaves word for its other holders.</summary>
    public async Task Leave(PlaybackKey key)
    {
        if (_all.TryGetValue(key, out var playback)) await GiveBackLeft(playback, Timeout.InfiniteTimeSpan);
        await Limiter.Leave(key);
    }

    /// <summary>
    /// The watch page says that the playback is on: keeps its lease from here, if it has one anywhere, for as long as its bytes last
    /// (<see cref="BeatBudget"/>). Bytes that another frontend sends are told by the limiter.
    /// </summary>
    /// <param name="key">The playback.</param>
    /// <param name="address">The viewer's network address.</param>
    /// <param name="isPaused">Whether it is paused.</param>
    /// <param name="bytesPerSecond">The file's mean rate; null when its duration is not known.</param>
    public async Task Beat(PlaybackKey key, string address, bool isPaused, double? bytesPerSecond)
    {
        while (true)
        {
            var playback = _all.GetOrAdd(key, _ => new Playback(key, address));
            bool isKept;
            lock (playback)
            {
                isKept = playback.Beat(Now, isPaused, bytesPerSecond);
                if (isKept ? playback.IsValid(Now) : !playback.IsWorthAsking(Now)) return;
            }

            if (await TryJoin(playback, isKept)) return;
        }
    }

    /// <summary>Joins the lease behind the gate, so that what the limiter says last is what holds here.</summary>
    /// <param name="playback">The playback.</param>
    /// <param name="unlessValid">Whether a valid lease is nothing to ask about.</param>
    /// <returns>Whether it is done; false when the playback was dropped meanwhile.</returns>
    private async Task<bool> TryJoin(Playback playback, bool unlessValid)
    {
        await playback.Gate.WaitAsync();
        try
        {
            if (!IsCurrent(playback)) return false;
            lock (playback)
            {
                if (unlessValid && playback.IsValid(Now)) return true;
            }

            var answer = await Ask(playback, Limiter.Join);
            lock (playback)
            {
                if (answer.Lease is null && playback.Requests <= 0) _all.TryRemove(playback.Key, out _); // A page whose viewer holds no token.
            }

            return true;
        }
        finally
        {
            playback.Gate.Release();
        }
    }

    private Task GiveBackLeft(Playback playback, TimeSpan wait)
    {
        lock (playback)
        {
            playback.HasPage = false;
            playback.LastActivity = Now;
        }

        return GiveBack(playback, () => playback.Requests <= 0, wait);
    }
}
