using OrleansVideo.Streaming;

namespace OrleansVideo.Grains.Streaming;

/// <summary>
/// Who holds which stream token: a plain class on a monotonic clock that its caller passes in. The invariant: leases that
/// frontends believe valid never exceed the capacity, whatever becomes of messages, as long as (1) frontends count two
/// thirds of a lease's life from their sending and believe no answer of an epoch lower than one they heard of; (2) the row
/// lists a frontend before it is admitted; (3) <paramref name="recoversUntil"/> is when the last lease that an earlier
/// limiter can have granted or kept has lapsed.
/// </summary>
/// <param name="limits">What it goes by.</param>
/// <param name="epoch">The limiter's epoch.</param>
/// <param name="listed">The frontends that the row listed at the take-over.</param>
/// <param name="recoversUntil">When it grants at the latest.</param>
internal sealed class PermitLedger(PermitLimits limits, long epoch, IEnumerable<Guid> listed, TimeSpan recoversUntil)
{
    /// <summary>When to ask again for what is about to become free, or to be known.</summary>
    private static readonly TimeSpan Shortly = TimeSpan.FromSeconds(1);

    private readonly PermitTable _permits = new();
    private readonly WaitingLine _line = new(limits.QueuePlaceLife);
    private readonly FrontendRoll _roll = new(listed, recoversUntil);
    private readonly DepartureRate _departures = new(limits.Linger);
    private readonly EvictionTable _evictions = new();

    /// <summary>
    /// Holds that came along from the ledger before, by frontend, until that reports: what it does not list then it will never
    /// believe again, as it heard of this epoch before it made the list.
    /// </summary>
    private readonly Dictionary<Guid, List<Permit>> _carried = [];

    /// <summary>The limiter's epoch.</summary>
    public long Epoch => epoch;

    /// <summary>Tokens in the cluster. A smaller number cuts nobody; it grants nothing until enough have gone.</summary>
    public int Capacity { get; set; } = limits.Capacity;

    /// <summary>Tokens held, those included whose holders may have fallen silent since the last look.</summary>
    public int Held => _permits.Count;

    /// <summary>Viewers who wait, those included who may have stopped asking since the last look.</summary>
    public int Waiting => _line.Count;

    /// <summary>What was done so far.</summary>
    public LedgerCounts Counts { get; } = new();

    /// <summary>Whether it grants: every lease of an earlier limiter is known, or has lapsed.</summary>
    public bool IsGranting(TimeSpan now) => _roll.IsRecovered(now);

    /// <summary>
    /// Grants a token, or adds the frontend to the one that the playback holds. One that runs is never cut to make room.
    /// </summary>
    /// <param name="request">Who asks for what.</param>
    /// <param name="now">The moment.</param>
    /// <param name="mayGrant">Whether it is certain that no later limiter has been told of a lease that is free here.</param>
    public StreamAnswer Acquire(StreamRequest request, TimeSpan now, bool mayGrant = true)
    {
        var (mark, held) = (request.Mark, _permits.Of(request.Playback));
        if (Check(mark, held, now) is { } outcome) return Say(outcome);
        if (held is { IsRevoked: false }) return Hold(held, mark, now);
        if (_evictions.Left(request.Playback, now) is var left && left > TimeSpan.Zero)
            return Refuse(request.KnowsEvicted ? RefusalCode.Evicted : RefusalCode.StreamsExhausted, TimeSpan.FromSeconds(Math.Ceiling(left.TotalSeconds)));
        if (!mayGrant || !IsGranting(now)) return Say(LimiterOutcome.NotYet);
        Settle(now);
        if (_permits.Of(request.Playback) is not null) return Refuse(RefusalCode.StreamsExhausted, Shortly); // Taken back, and not let go of yet.
        if (Limit(request) is { } limit) return Refuse(limit, limits.Linger);
        if (_line.Ahead(request.Playback) >= Free)
        {
            _line.Enter(request.Playback, request.Address, now);
            return Refuse(RefusalCode.StreamsExhausted, _departures.Until(_line.Ahead(request.Playback) + 1 - Free, now));
        }

        _line.Leave(request.Playback);
        Counts.Granted++;
        var permit = new Permit(Guid.NewGuid(), request.Playback, request.Address, now) { GrantedTo = mark.Number };
        permit.Hold(mark.Frontend, mark.Number, now + limits.LeaseLife);
        _permits.Add(permit);
        return Say(permit, mark);
    }

    /// <summary>Adds the frontend to the token that the playback holds, if it holds one. Nothing is granted.</summary>
    public StreamAnswer Join(StreamRequest request, TimeSpan now)
    {
        var held = _permits.Of(request.Playback);
        if (Check(request.Mark, held, now) is { } outcome) return Say(outcome);
        if (held is { IsRevoked: false }) return Hold(held, request.Mark, now);
        return Say(IsGranting(now) ? LimiterOutcome.Done : LimiterOutcome.NotYet);
    }

    /// <summary>
    /// A frontend lets go; letting go twice is done. Only a message older than the frontend's last one about the same permit
    /// is refused: it would free what the frontend asked for again since.
    /// </summary>
    public LimiterOutcome Release(FrontendMark mark, Guid lease, TimeSpan now)
    {
        if (_permits.Of(lease) is not { } permit || permit.HolderOf(mark.Frontend) is not { } holder) return LimiterOutcome.Done;
        if (mark.Epoch != epoch) return LimiterOutcome.ReportFirst; // A later limiter has the lease now, and may have given it more holders.
        if (mark.Number <= holder.Number) return LimiterOutcome.SendAnew;
        permit.Drop(mark.Frontend);
        FreeIfOver(permit, now);
        return LimiterOutcome.Done;
    }

    /// <summary>Frees what has lapsed, and drops who stopped waiting.</summary>
    public void Settle(TimeSpan now)
    {
        var lapsed = _permits.Expire(now);
        Counts.Expired += lapsed;
        _departures.Record(lapsed, now);
        _line.Prune(now);
    }

    /// <summary>Tokens that are free; less than zero after a decrease.</summary>
    private int Free => Capacity - Held;

    /// <summary>Whether the message may be handled. The very message that was handled last may come again: it is answered as before.</summary>
    private LimiterOutcome? Check(FrontendMark mark, Permit? permit, TimeSpan now)
    {
        if (mark.Epoch != epoch || _roll.Find(mark.Frontend) is not { HasReported: true } frontend) return LimiterOutcome.ReportFirst;
        frontend.Heard = now;
        return mark.Number <= frontend.Number || permit?.HolderOf(mark.Frontend)?.Number > mark.Number ? LimiterOutcome.SendAnew : null;
    }

    private StreamAnswer Hold(Permit permit, FrontendMark mark, TimeSpan now)
    {
        permit.HasLeft = false;
        permit.Hold(mark.Frontend, mark.Number, now + limits.LeaseLife);
        return Say(permit, mark);
    }

    /// <summary>Those who wait count as well: nobody fills the line with places for more than they may hold.</summary>
    private RefusalCode? Limit(StreamRequest request)
    {
        var own = _line.Has(request.Playback) ? 1 : 0;
        var (viewer, address) = (request.Playback.CountedAs, request.Address);
        if (_permits.OfViewer[viewer] + _line.OfViewer[viewer] - own >= limits.PerViewer) return RefusalCode.ViewerLimit;
        return _permits.OfAddress[address] + _line.OfAddress[address] - own >= limits.PerAddress ? RefusalCode.AddressLimit : null;
    }

    private void FreeIfOver(Permit permit, TimeSpan now)
    {
        if (permit.Prune(now))
        {
            _permits.MayLapse(permit);
            return;
        }

        _permits.Remove(permit);
        _departures.Record(1, now);
    }

    private StreamAnswer Say(LimiterOutcome outcome) => new(outcome, epoch);

    private StreamAnswer Say(Permit permit, FrontendMark mark) =>
        new(LimiterOutcome.Done, epoch, new StreamLease(
            permit.Id, limits.LeaseLife, IsNew: permit.GrantedTo == mark.Number && permit.Holders[0].Frontend == mark.Frontend, permit.BytesSent));

    private StreamAnswer Refuse(RefusalCode rule, TimeSpan retryAfter)
    {
        Counts.Refuse(rule);
        return new StreamAnswer(LimiterOutcome.Refused, epoch, Refusal: new Refusal(rule, RetryAfter: retryAfter));
    }

    // What frontends say of all their leases at once: heartbeats, reports, and the hand-over at their end.

    /// <summary>The frontends that it deals with.</summary>
    public IReadOnlyCollection<Guid> Frontends => _roll.Ids;

    /// <summary>How many of them have reported.</summary>
    public int Reported => _roll.Reported;

    /// <summary>Whether the frontend is dealt with, and so listed in the row.</summary>
    public bool Knows(Guid frontend) => _roll.Find(frontend) is not null;

    /// <summary>Deals with a frontend that the row lists by now.</summary>
    public void Admit(Guid frontend, TimeSpan now) => _roll.Admit(frontend, now);

    /// <summary>Deals no more with frontends that were silent for so long that nothing they held is valid; the row may forget them.</summary>
    /// <returns>Whether there were any.</returns>
    public bool StrikeSilent(TimeSpan now) => _roll.StrikeSilent(now, limits.LeaseLife);

    /// <summary>A frontend is alive and holds these leases.</summary>
    public HeartbeatAnswer Renew(StreamHeartbeat beat, TimeSpan now)
    {
        if (Check(beat.Mark, null, now) is { } outcome) return HeartbeatAnswer.Of(outcome, epoch);
        _roll.Find(beat.Mark.Frontend)!.Number = beat.Mark.Number;
        List<Guid> lost = [], revoked = [], left = [];
        for (var i = 0; i < beat.Leases.Length; i++)
        {
            var permit = _permits.Of(beat.Leases[i]);
            if (permit?.HolderOf(beat.Mark.Frontend) is not { } holder || holder.Until <= now)
            {
                lost.Add(beat.Leases[i]);
                continue;
            }

            (holder.Requests, holder.BytesSent) = (beat.Requests[i], beat.BytesSent[i]);
            if (permit.IsRevoked)
            {
                revoked.Add(permit.Id);
                continue;
            }

            if (permit.HasLeft) left.Add(permit.Id);
            (holder.Number, holder.Until) = (Math.Max(holder.Number, beat.Mark.Number), now + limits.LeaseLife);
        }

        return new HeartbeatAnswer(LimiterOutcome.Done, epoch, limits.LeaseLife, lost, revoked, left);
    }

    /// <summary>
    /// An admitted frontend says what it holds. What an earlier limiter granted is taken over as long as this one grants
    /// nothing; afterwards it is lost. What was taken back meanwhile is taken over as such: it counts until its holders let go.
    /// </summary>
    public HeartbeatAnswer Report(FrontendReport report, TimeSpan now)
    {
        var mark = report.Mark;
        if (mark.Epoch != epoch || _roll.Find(mark.Frontend) is not { } frontend) return HeartbeatAnswer.Of(LimiterOutcome.ReportFirst, epoch);
        frontend.Heard = now;
        if (mark.Number <= frontend.Number) return HeartbeatAnswer.Of(LimiterOutcome.SendAnew, epoch);
        var takesOver = frontend is { MayHoldOldLeases: true, HasReported: false } && !IsGranting(now);
        List<Guid> lost = [], revoked = [];
        foreach (var lease in report.Leases)
        {
            if (Keep(mark, lease, takesOver, now) is not { } permit) lost.Add(lease.Id);
            else if (permit.IsRevoked) revoked.Add(lease.Id);
        }

        DropUnlisted(mark.Frontend, now);
        (frontend.HasReported, frontend.Number) = (true, mark.Number);
        return new HeartbeatAnswer(LimiterOutcome.Done, epoch, limits.LeaseLife, lost, revoked, []);
    }

    /// <summary>
    /// A frontend stops: its playbacks are expected at other frontends. A lease that nobody else holds waits for its own
    /// playback, for one linger, and is free when that does not come. What the frontend does not hold (any more) is left alone.
    /// </summary>
    public LimiterOutcome HandOver(FrontendMark mark, IReadOnlyList<Guid> leases, TimeSpan now)
    {
        if (mark.Epoch != epoch) return LimiterOutcome.ReportFirst;
        foreach (var lease in leases)
        {
            if (_permits.Of(lease) is not { } permit || permit.Drop(mark.Frontend) is not { } holder) continue;
            var waits = now + limits.Linger;
            if (holder.Until > now && !permit.IsRevoked && permit.Holders.All(other => other.Until <= now))
                permit.WaitsUntil = waits < holder.Until ? waits : holder.Until;
            FreeIfOver(permit, now);
        }

        _roll.Strike(mark.Frontend);
        return LimiterOutcome.Done;
    }

    /// <returns>What the frontend holds; null when the lease is lost to it.</returns>
    private Permit? Keep(FrontendMark mark, ReportedLease lease, bool takesOver, TimeSpan now)
    {
        if (_permits.Of(lease.Id) is { } known)
        {
            if (!takesOver && !(known.HolderOf(mark.Frontend)?.Until > now)) return null;
            known.Hold(mark.Frontend, mark.Number, now + limits.LeaseLife);
            return known;
        }

        if (!takesOver || _permits.Of(lease.Playback) is not null) return null;
        var permit = new Permit(lease.Id, lease.Playback, lease.Address, now - lease.Age) { IsRevoked = _evictions.Ends(lease.Playback, now) };
        permit.Hold(mark.Frontend, mark.Number, now + limits.LeaseLife);
        _permits.Add(permit);
        Counts.Recovered++;
        return permit;
    }

    // What viewers and admins want, by way of whatever frontend: a place in the line, to leave, to take back.

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

    // How a ledger moves to another silo when its own stops in good order.

    /// <summary>All that another ledger has to know to go on from here. This one must not answer anybody afterwards.</summary>
    public LedgerSnapshot Save(string nonce, TimeSpan now)
    {
        Settle(now);
        return new LedgerSnapshot
        {
            Epoch = epoch,
            Nonce = nonce,
            RecoversIn = IsGranting(now) ? TimeSpan.Zero : recoversUntil - now,
            Frontends = [.. _roll.Ids.Select(id => new FrontendSnapshot(id, _roll.Find(id)!.MayHoldUnknownLeases))],
            Leases = [.. _permits.All.Select(permit => Save(permit, now))],
            Queue = [.. _line.InOrder().Select(place => new QueueSnapshot(place.Playback, place.Address))],
            Granted = Counts.Granted,
            Expired = Counts.Expired,
            Recovered = Counts.Recovered,
            Revoked = Counts.Revoked,
            Refused = new Dictionary<RefusalCode, long>(Counts.Refused),
        };
    }

    /// <summary>
    /// Goes on where another ledger stopped: with its leases, its queue, and what it knew of earlier ones. Every frontend still
    /// has to report, as the epoch is another. The time that the way took makes nothing lapse, and costs nobody a place.
    /// </summary>
    /// <param name="saved">What the other knew, of whom nobody took over but this one.</param>
    /// <param name="limits">What it goes by.</param>
    /// <param name="epoch">The epoch that was taken since.</param>
    /// <param name="now">The moment.</param>
    public static PermitLedger Resume(LedgerSnapshot saved, PermitLimits limits, long epoch, TimeSpan now)
    {
        var unknown = saved.Frontends.Where(frontend => frontend.MayHoldUnknown).Select(frontend => frontend.Id);
        var ledger = new PermitLedger(limits, epoch, unknown, now + saved.RecoversIn);
        foreach (var frontend in saved.Frontends) ledger._roll.Admit(frontend.Id, now);
        foreach (var lease in saved.Leases) ledger.Resume(lease, now);
        foreach (var place in saved.Queue) ledger._line.Enter(place.Playback, place.Address, now);
        ledger.Counts.CopyFrom(saved);
        return ledger;
    }

    private static LeaseSnapshot Save(Permit permit, TimeSpan now) => new(
        permit.Id, permit.Playback, permit.Address, now - permit.Since, permit.HasLeft, permit.IsRevoked, permit.WaitsUntil - now,
        [.. permit.Holders.Select(holder => new HolderSnapshot(holder.Frontend, holder.Until - now, holder.Requests, holder.BytesSent))]);

    private void Resume(LeaseSnapshot saved, TimeSpan now)
    {
        var permit = new Permit(saved.Id, saved.Playback, saved.Address, now - saved.Age) { HasLeft = saved.HasLeft, IsRevoked = saved.IsRevoked };
        foreach (var holder in saved.Holders)
        {
            var held = permit.Hold(holder.Frontend, Holder.Carried, now + holder.Left);
            (held.Requests, held.BytesSent) = (holder.Requests, holder.BytesSent);
            if (!_carried.TryGetValue(holder.Frontend, out var carried)) _carried.Add(holder.Frontend, carried = []);
            carried.Add(permit);
        }

        permit.WaitsUntil = now + saved.WaitsFor;
        _permits.Add(permit);
    }

    /// <summary>The frontend has reported: what it held before and did not list is let go of.</summary>
    private void DropUnlisted(Guid frontend, TimeSpan now)
    {
        if (!_carried.Remove(frontend, out var carried)) return;
        foreach (var permit in carried.Where(permit => permit.HolderOf(frontend)?.Number == Holder.Carried))
        {
            permit.Drop(frontend);
            FreeIfOver(permit, now);
        }
    }
}

/// <summary>What the ledger goes by.</summary>
/// <param name="Capacity">Tokens in the whole cluster, to begin with.</param>
/// <param name="PerViewer">Playbacks of one viewer, waiting ones included.</param>
/// <param name="PerAddress">Playbacks from one address, waiting ones included.</param>
/// <param name="LeaseLife">How long a holder may be silent.</param>
/// <param name="Linger">How long a permit that was handed over waits for its playback.</param>
/// <param name="QueuePlaceLife">How long a place is kept unasked, and a free token offered to one viewer.</param>
internal sealed record PermitLimits(
    int Capacity, int PerViewer, int PerAddress, TimeSpan LeaseLife, TimeSpan Linger, TimeSpan QueuePlaceLife)
{
    /// <summary>The limits that the options set.</summary>
    public static PermitLimits From(StreamingOptions options) => new(
        options.MaxStreams, options.MaxStreamsPerViewer, options.MaxStreamsPerAddress,
        options.LeaseLife, options.Linger, options.QueuePlaceLife);
}

/// <summary>What a ledger has done since it was opened.</summary>
internal sealed class LedgerCounts
{
    private readonly Dictionary<RefusalCode, long> _refused = [];

    /// <summary>Playbacks granted.</summary>
    public long Granted { get; set; }

    /// <summary>Permits freed because every holder fell silent.</summary>
    public long Expired { get; set; }

    /// <summary>Permits taken over from an earlier limiter.</summary>
    public long Recovered { get; set; }

    /// <summary>Permits taken back.</summary>
    public long Revoked { get; set; }

    /// <summary>Refusals by rule.</summary>
    public IReadOnlyDictionary<RefusalCode, long> Refused => _refused;

    /// <summary>Counts a refusal.</summary>
    public void Refuse(RefusalCode rule) => _refused[rule] = _refused.GetValueOrDefault(rule) + 1;

    /// <summary>Goes on from what an earlier activation had counted.</summary>
    public void CopyFrom(LedgerSnapshot saved)
    {
        (Granted, Expired, Recovered, Revoked) = (saved.Granted, saved.Expired, saved.Recovered, saved.Revoked);
        foreach (var (rule, count) in saved.Refused) _refused[rule] = count;
    }

    /// <summary>Becomes a copy of the other.</summary>
    public void CopyFrom(LedgerCounts other)
    {
        (Granted, Expired, Recovered, Revoked) = (other.Granted, other.Expired, other.Recovered, other.Revoked);
        foreach (var (rule, count) in other.Refused) _refused[rule] = count;
    }
}
