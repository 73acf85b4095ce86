using OrleansVideo.Grains.Streaming;
using OrleansVideo.Streaming;

namespace OrleansVideo.Tests.Grains.Streaming.Protocol;

/// <summary>What must hold at every moment of a history; the first claim that does not is kept.</summary>
internal sealed class SimClaims(SimWorld world)
{
    private readonly Dictionary<Guid, (int Order, int Capacity, PlaybackKey Playback)> _grants = [];
    private readonly Dictionary<Guid, TimeSpan> _endsBy = [];
    private readonly Dictionary<PlaybackKey, (TimeSpan From, TimeSpan To)> _evicted = [];

    /// <summary>What did not hold; null as long as everything does.</summary>
    public string? Broken { get; private set; }

    /// <summary>Whether running playbacks must not notice anything.</summary>
    public bool IsCalm { get; init; }

    public int Grants => _grants.Count;

    /// <summary>
    /// A limiter with that capacity has answered with the lease. None is granted to a playback that was ended; but a limiter that
    /// does not know yet that it was replaced may do so for a quarter of a life.
    /// </summary>
    public void Granted(Guid lease, PlaybackKey playback, int capacity)
    {
        if (!_grants.TryAdd(lease, (_grants.Count, capacity, playback))) return;
        if (_evicted.TryGetValue(playback, out var time) && time.From < world.Agenda.Now && world.Agenda.Now < time.To)
            Break($"{playback.Viewer} was granted a token though its playback had been ended.");
    }

    /// <summary>The leases that were granted for a video so far.</summary>
    public IReadOnlyList<Guid> LeasesOf(Guid video) => [.. _grants.Where(grant => grant.Value.Playback.VideoId == video).Select(grant => grant.Key)];

    /// <summary>
    /// It was acknowledged that these leases were taken back. A limiter that does not know yet that it was replaced may renew one
    /// for two thirds of a life, and its frontend believes that for two thirds more; nobody does afterwards, whoever takes over.
    /// </summary>
    public void Revoked(IEnumerable<Guid> leases)
    {
        foreach (var lease in leases) _endsBy.TryAdd(lease, world.Agenda.Now + world.Life * 1.4);
    }

    /// <summary>It was acknowledged that a playback was ended until then; clocks that run fast are a little earlier there.</summary>
    public void Evicted(PlaybackKey playback, TimeSpan until)
    {
        Revoked(_grants.Where(grant => grant.Value.Playback == playback).Select(grant => grant.Key).ToArray());
        _evicted[playback] = (world.Agenda.Now + world.Life * 0.3, until - world.EvictionTime * 0.05);
    }

    /// <summary>A limiter went on where another had stopped in good order: nobody lost a place, and it grants if that one did.</summary>
    public void Moved(LedgerSnapshot before, LedgerSnapshot after, bool isGranting)
    {
        if (!before.Queue.SequenceEqual(after.Queue)) Break("Those who wait stand in another order.");
        if (isGranting != (before.RecoversIn == TimeSpan.Zero)) Break("A limiter that knew all that is held grants nothing after its move.");
    }

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
            if (_endsBy.TryGetValue(lease, out var end) && end < world.Agenda.Now) Break($"{playback.Viewer} plays under a lease that was taken back.");
            if (!valid.TryGetValue(playback, out var known) || grant.Order < known.Order) valid[playback] = (grant.Order, grant.Capacity);
        }

        var before = 0;
        foreach (var (_, capacity) in valid.Values.OrderBy(grant => grant.Order))
        {
            if (++before > capacity) Break($"{before} playbacks are valid, of which the last was granted at a capacity of {capacity}.");
        }
    }
}
