using OrleansVideo.Streaming;

namespace OrleansVideo.WebFrontend.Streaming;

/// <summary>
/// Beats of the watch page, which may come to another frontend than the one that sends the video: this one then becomes
/// a holder of the same lease, for as long as beats come, and never asks for one of its own.
/// </summary>
internal sealed partial class Playbacks
{
    /// <summary>The watch page says that the playback is on, or that the viewer has left.</summary>
    public async Task Beat(PlaybackKey key, string address, bool hasLeft)
    {
        if (hasLeft) await Leave(key);
        else await Keep(key, address);
    }

    /// <summary>Keeps the playback's lease from here, if it has one anywhere.</summary>
    private async Task Keep(PlaybackKey key, string address)
    {
        while (true)
        {
            var playback = _all.GetOrAdd(key, _ => new Playback(key, address));
            lock (playback)
            {
                playback.HasPage = true;
                playback.LastActivity = Now;
                if (playback.IsValid(Now)) return;
            }

            if (await TryJoin(playback)) return;
        }
    }

    /// <summary>Joins the lease behind the gate, so that what the limiter says last is what holds here.</summary>
    /// <returns>Whether it is done; false when the playback was dropped meanwhile.</returns>
    private async Task<bool> TryJoin(Playback playback)
    {
        await playback.Gate.WaitAsync();
        try
        {
            if (!IsCurrent(playback)) return false;
            lock (playback)
            {
                if (playback.IsValid(Now)) return true;
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

    /// <summary>Gives the lease back here, and leaves word for its other holders.</summary>
    private async Task Leave(PlaybackKey key)
    {
        if (_all.TryGetValue(key, out var playback)) await GiveBackLeft(playback, Timeout.InfiniteTimeSpan);
        await Limiter.Leave(key);
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
