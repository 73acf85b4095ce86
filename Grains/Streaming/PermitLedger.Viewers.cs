using OrleansVideo.Streaming;

namespace OrleansVideo.Grains.Streaming;

/// <summary>What viewers and admins want, by way of whatever frontend: a place in the line, to leave, to take back.</summary>
internal sealed partial class PermitLedger
{
    /// <summary>The place of a viewer who was refused, which asking keeps; null for one who was not, or whose place has lapsed.</summary>
    public QueuePlace? Place(PlaybackKey playback, TimeSpan now)
    {
        if (_permits.Of(playback) is { IsRevoked: false }) return QueuePlace.Go;
        Settle(now);
        if (!_line.Keep(playback, now)) return null;
        var ahead = _line.Ahead(playback);
        if (ahead < Free && IsGranting(now))
        {
            _line.Tell(playback, now);
            return QueuePlace.Go;
        }

        var estimate = _departures.Until(ahead + 1 - Free, now);
        var patience = limits.QueuePlaceLife / 3;
        return new QueuePlace(ahead + 1, estimate < patience ? estimate : patience);
    }

    /// <summary>
    /// The viewer has left. The token is its holders' until they let go, as bytes may still flow under it: heartbeats tell
    /// them. A new request or beat of the playback takes the word back. A place in the line is given up.
    /// </summary>
    public void Leave(PlaybackKey playback)
    {
        if (_permits.Of(playback) is { } held) held.HasLeft = true;
        _line.Leave(playback);
    }

    /// <summary>Takes back every token of a video.</summary>
    public void RevokeVideo(Guid videoId, TimeSpan now)
    {
        foreach (var permit in _permits.All.Where(permit => permit.Playback.VideoId == videoId).ToArray()) Revoke(permit, now);
    }

    /// <summary>Takes one token back.</summary>
    /// <returns>Whether there is such a lease.</returns>
    public bool Evict(Guid lease, TimeSpan now)
    {
        if (_permits.Of(lease) is not { } permit) return false;
        Revoke(permit, now);
        return true;
    }

    /// <summary>The tokens with the lowest ids above one, in order: at most this many.</summary>
    public IReadOnlyList<Permit> List(Guid? after, int count) =>
        [.. _permits.All.Where(permit => after is null || permit.Id.CompareTo(after.Value) > 0).OrderBy(permit => permit.Id).Take(count)];

    /// <summary>It counts until its holders have let go: bytes may be under way. Nobody is waited for when nobody holds it.</summary>
    private void Revoke(Permit permit, TimeSpan now)
    {
        if (!permit.IsRevoked) Counts.Revoked++;
        permit.IsRevoked = true;
        permit.WaitsUntil = null;
        FreeIfOver(permit, now);
    }
}
