using OrleansVideo.Streaming;

namespace OrleansVideo.Grains.Streaming;

/// <summary>
/// The evictions that a ledger knows of, each in force until a moment of the ledger's own clock: what the database's table
/// of them held when the limiter took over, and what came since.
/// </summary>
internal sealed class EvictionTable
{
    private readonly Dictionary<PlaybackKey, TimeSpan> _ends = [];

    /// <summary>Puts an eviction in force, of one playback or of <see cref="EvictionRows.Everyone"/>; none is ever shortened.</summary>
    public void Add(PlaybackKey playback, TimeSpan until)
    {
        if (until > _ends.GetValueOrDefault(playback)) _ends[playback] = until;
    }

    /// <summary>For how long the playback itself gets no token; zero or less when nothing is in its way.</summary>
    public TimeSpan Left(PlaybackKey playback, TimeSpan now) => _ends.TryGetValue(playback, out var until) ? until - now : TimeSpan.Zero;

    /// <summary>Whether a lease of the playback that an earlier limiter granted was taken back: it alone, or with all of its video.</summary>
    public bool Ends(PlaybackKey playback, TimeSpan now) =>
        Left(playback, now) > TimeSpan.Zero || Left(EvictionRows.Everyone(playback.VideoId), now) > TimeSpan.Zero;

    /// <summary>Forgets what is over.</summary>
    /// <returns>Whether there was any.</returns>
    public bool Prune(TimeSpan now)
    {
        var over = _ends.Where(entry => entry.Value <= now).Select(entry => entry.Key).ToArray();
        foreach (var playback in over) _ends.Remove(playback);
        return over.Length > 0;
    }
}
