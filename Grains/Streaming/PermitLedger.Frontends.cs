using OrleansVideo.Streaming;

namespace OrleansVideo.Grains.Streaming;

/// <summary>What frontends say of all their leases at once: heartbeats, reports, and the hand-over at their end.</summary>
internal sealed partial class PermitLedger
{
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
}
