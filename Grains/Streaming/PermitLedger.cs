using OrleansVideo.Streaming;

namespace OrleansVideo.Grains.Streaming;

/// <summary>
/// Who holds which stream token: a plain class on a monotonic clock that its caller passes in. The invariant: permits
/// with a valid holder never exceed the capacity.
/// </summary>
internal sealed partial class PermitLedger(PermitLimits limits)
{
    private readonly Dictionary<PlaybackKey, Permit> _byPlayback = [];
    private readonly Dictionary<Guid, Permit> _byId = [];
    private readonly Dictionary<string, int> _byViewer = [];
    private readonly Dictionary<string, int> _byAddress = [];

    /// <summary>Tokens in the cluster.</summary>
    public int Capacity => limits.Capacity;

    /// <summary>Tokens held, those included whose holders may have fallen silent since the last call.</summary>
    public int Held => _byPlayback.Count;

    /// <summary>Frontends that hold any.</summary>
    public int Frontends => _byId.Values.SelectMany(permit => permit.Holders.Keys).Distinct().Count();

    /// <summary>Playbacks granted.</summary>
    public long Granted { get; private set; }

    /// <summary>Playbacks refused.</summary>
    public long Refused { get; private set; }

    /// <summary>Permits freed because every holder fell silent.</summary>
    public long Expired { get; private set; }

    /// <summary>
    /// Grants a token, or adds the frontend to the one that the playback holds. One that runs is never cut to make room.
    /// </summary>
    public Result<StreamLease> Acquire(AcquireStream request, TimeSpan now)
    {
        ComesBack(request.Playback);
        if (_byPlayback.TryGetValue(request.Playback, out var held))
        {
            held.Holders[request.Frontend] = now + limits.LeaseLife;
            held.WaitsUntil = null;
            return new StreamLease(held.Id, limits.LeaseLife, IsNew: false);
        }

        if (Rule(request) is not null) Expire(now);
        if (Rule(request) is { } rule)
        {
            Refused++;
            return new Refusal(rule, RetryAfter: NextChance(now));
        }

        var permit = new Permit(Guid.NewGuid(), request.Playback, request.Address);
        permit.Holders[request.Frontend] = now + limits.LeaseLife;
        _byPlayback.Add(permit.Playback, permit);
        _byId.Add(permit.Id, permit);
        Count(_byViewer, request.Playback.Viewer, 1);
        Count(_byAddress, request.Address, 1);
        Granted++;
        return new StreamLease(permit.Id, limits.LeaseLife, IsNew: true);
    }

    /// <summary>A frontend is alive and holds these leases.</summary>
    /// <returns>Those that are not its own any more: unknown, lapsed or taken back.</returns>
    public IReadOnlyList<Guid> Renew(Guid frontend, IReadOnlyList<Guid> leases, TimeSpan now)
    {
        List<Guid> lost = [];
        foreach (var lease in leases)
        {
            if (_byId.TryGetValue(lease, out var permit) && permit.Holders.TryGetValue(frontend, out var until) && now < until)
                permit.Holders[frontend] = now + limits.LeaseLife;
            else
                lost.Add(lease);
        }

        return lost;
    }

    /// <summary>A frontend lets go. Letting go twice is done.</summary>
    public void Release(Guid frontend, Guid lease)
    {
        if (_byId.TryGetValue(lease, out var permit) && permit.Holders.Remove(frontend) && permit.Holders.Count == 0) Free(permit);
    }

    /// <summary>
    /// A frontend stops: its playbacks are expected at other frontends. A lease that nobody else holds waits for its own
    /// playback, for one linger, and is free when that does not come. What the frontend does not hold (any more) is left alone.
    /// </summary>
    public void HandOver(Guid frontend, IReadOnlyList<Guid> leases, TimeSpan now)
    {
        foreach (var lease in leases)
        {
            if (!_byId.TryGetValue(lease, out var permit) || !permit.Holders.Remove(frontend, out var until)) continue;
            var waits = now + limits.Linger;
            if (until > now && permit.Holders.Values.All(other => other <= now)) permit.WaitsUntil = waits < until ? waits : until;
            if (!permit.Prune(now)) Free(permit);
        }
    }

    /// <summary>Takes back every token of a video.</summary>
    public void RevokeVideo(Guid videoId)
    {
        foreach (var permit in _byId.Values.Where(p => p.Playback.VideoId == videoId).ToArray()) Free(permit);
    }

    /// <summary>Frees the tokens whose holders have all been silent for a lease life, and those that waited in vain.</summary>
    public void Expire(TimeSpan now)
    {
        foreach (var permit in _byId.Values.ToArray())
        {
            if (permit.Prune(now)) continue;
            Free(permit);
            Expired++;
        }
    }

    private RefusalCode? Rule(AcquireStream request)
    {
        if (_byViewer.GetValueOrDefault(request.Playback.Viewer) >= limits.PerViewer) return RefusalCode.ViewerLimit;
        if (_byAddress.GetValueOrDefault(request.Address) >= limits.PerAddress) return RefusalCode.AddressLimit;
        return Held >= limits.Capacity ? RefusalCode.StreamsExhausted : null;
    }

    /// <summary>A fair guess at when to ask again: soon, as playbacks end at any time, but no sooner than a second.</summary>
    private TimeSpan NextChance(TimeSpan now)
    {
        var first = _byId.Values.Select(permit => permit.HeldUntil).DefaultIfEmpty(now).Min() - now;
        return TimeSpan.FromSeconds(Math.Clamp(Math.Ceiling(first.TotalSeconds), 1, 15));
    }

    private void Free(Permit permit)
    {
        _byPlayback.Remove(permit.Playback);
        _byId.Remove(permit.Id);
        Count(_byViewer, permit.Playback.Viewer, -1);
        Count(_byAddress, permit.Address, -1);
    }

    private static void Count(Dictionary<string, int> counts, string key, int change)
    {
        var count = counts.GetValueOrDefault(key) + change;
        if (count == 0) counts.Remove(key);
        else counts[key] = count;
    }
}
