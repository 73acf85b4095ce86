using OrleansVideo.Streaming;

namespace OrleansVideo.Tests.Grains.Streaming.Protocol;

/// <summary>What must hold at every moment of a history; the first claim that does not is kept.</summary>
internal sealed class SimClaims(SimWorld world)
{
    private readonly Dictionary<Guid, (int Order, int Capacity)> _grants = [];

    /// <summary>What did not hold; null as long as everything does.</summary>
    public string? Broken { get; private set; }

    /// <summary>Whether running playbacks must not notice anything.</summary>
    public bool IsCalm { get; init; }

    public int Grants => _grants.Count;

    /// <summary>A limiter with that capacity has answered with the lease.</summary>
    public void Granted(Guid lease, int capacity) => _grants.TryAdd(lease, (_grants.Count, capacity));

    public void Noticed(string what)
    {
        if (IsCalm) Break(what);
    }

    public void Break(string what) => Broken ??= $"{what} At {world.Agenda.Now}.";

    /// <summary>
    /// The playbacks that frontends believe valid are not more than there were tokens when the last of them was granted: no
    /// more than the capacity, and after a decrease none is granted before they are fewer than it.
    /// </summary>
    public void Check()
    {
        if (Broken is not null) return;
        Dictionary<PlaybackKey, (int Order, int Capacity)> valid = [];
        foreach (var (playback, lease) in world.Frontends.SelectMany(frontend => frontend.Valid()))
        {
            var grant = _grants[lease];
            if (!valid.TryGetValue(playback, out var known) || grant.Order < known.Order) valid[playback] = grant;
        }

        var before = 0;
        foreach (var (_, capacity) in valid.Values.OrderBy(grant => grant.Order))
        {
            if (++before > capacity) Break($"{before} playbacks are valid, of which the last was granted at a capacity of {capacity}.");
        }
    }
}
