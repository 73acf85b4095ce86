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

    /// <summary>The playback that holds a lease; null when none does, as far as this limiter knows yet.</summary>
    public PlaybackKey? PlaybackOf(Guid lease) => _permits.Of(lease)?.Playback;

    /// <summary>
    /// Takes back every token of a video, and until <paramref name="until"/> each that a frontend reports of an earlier limiter.
    /// Whether the video may be played is not decided here: a new token is granted to whoever asks.
    /// </summary>
    /// <returns>Whether anybody may hold one: it is known and not let go of, or may be reported yet.</returns>
    public bool RevokeVideo(Guid videoId, TimeSpan until, TimeSpan now)
    {
        var held = _permits.All.Where(permit => permit.Playback.VideoId == videoId).ToArray();
        if (held.Length == 0 && IsGranting(now)) return false;
        _evictions.Add(EvictionRows.Everyone(videoId), until);
        foreach (var permit in held) Revoke(permit, now);
        return true;
    }

    /// <summary>Takes the playback's token back, if it has one, and gives it none until <paramref name="until"/>.</summary>
    public void Evict(PlaybackKey playback, TimeSpan until, TimeSpan now)
    {
        _evictions.Add(playback, until);
        _line.Leave(playback);
        if (_permits.Of(playback) is { } permit) Revoke(permit, now);
    }

    /// <summary>Forgets evictions that are over.</summary>
    /// <returns>Whether there were any: the database may forget them too.</returns>
    public bool PruneEvictions(TimeSpan now) => _evictions.Prune(now);

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
