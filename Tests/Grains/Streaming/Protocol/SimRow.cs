using OrleansVideo.Grains.Streaming;
using OrleansVideo.Streaming;

namespace OrleansVideo.Tests.Grains.Streaming.Protocol;

/// <summary>The row of the stream limiter, with compare-and-set: an answer may be late or get lost though the write was done.</summary>
internal sealed class SimRow(SimWorld world, TimeSpan life)
{
    private readonly Dictionary<PlaybackKey, TimeSpan> _evictions = [];

    public LimiterRecord Record { get; private set; } = new(0, "", 0, [], life, null);

    public Task<LimiterRecord> Read(SimLimiter by) => Do(by, () => Record);

    /// <returns>What was written; null when the row is not as it was seen.</returns>
    public Task<LimiterRecord?> Replace(SimLimiter by, LimiterRecord seen, LimiterRecord next) => Do(by, () =>
    {
        if ((Record.Term, Record.Version) != (seen.Term, seen.Version)) return null;
        return Record = next with { Version = seen.Version + 1 };
    });

    /// <summary>As EvictionRows: by the database's clock.</summary>
    public Task<bool> Evict(SimLimiter by, PlaybackKey playback, TimeSpan duration) => Do(by, () =>
    {
        var until = world.Agenda.Now + duration;
        _evictions[playback] = _evictions.TryGetValue(playback, out var known) && known > until ? known : until;
        return true;
    });

    /// <summary>The evictions that are in force, and for how long they are.</summary>
    public Task<(PlaybackKey Playback, TimeSpan Left)[]> InForce(SimLimiter by) => Do(by, () =>
        _evictions.Where(entry => entry.Value > world.Agenda.Now).Select(entry => (entry.Key, entry.Value - world.Agenda.Now)).ToArray());

    /// <summary>What was sent is done though the sender die meanwhile.</summary>
    private async Task<T> Do<T>(SimLimiter by, Func<T> work)
    {
        await world.Agenda.Travel(world.Network.Hop());
        if (by.IsCutFromRow)
        {
            await by.Delay(TimeSpan.FromSeconds(1));
            throw new TimeoutException("The row cannot be reached.");
        }

        var done = work();
        await by.Delay(world.Network.Hop(), isMessage: true);
        return by.IsCutFromRow || world.Network.IsLost() ? throw new TimeoutException("The row's answer was lost.") : done;
    }
}
