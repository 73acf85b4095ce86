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
internal sealed partial class PermitLedger(PermitLimits limits, long epoch, IEnumerable<Guid> listed, TimeSpan recoversUntil)
{
    /// <summary>When to ask again for what is about to become free, or to be known.</summary>
    private static readonly TimeSpan Shortly = TimeSpan.FromSeconds(1);

    private readonly PermitTable _permits = new();
    private readonly WaitingLine _line = new(limits.QueuePlaceLife);
    private readonly FrontendRoll _roll = new(listed, recoversUntil);
    private readonly DepartureRate _departures = new(limits.Linger);
    private readonly EvictionTable _evictions = new();

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
}
