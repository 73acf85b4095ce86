namespace OrleansVideo.Grains.Streaming;

/// <summary>How a ledger moves to another silo when its own stops in good order.</summary>
internal sealed partial class PermitLedger
{
    /// <summary>
    /// Holds that came along from the ledger before, by frontend, until that reports: what it does not list then it will never
    /// believe again, as it heard of this epoch before it made the list.
    /// </summary>
    private readonly Dictionary<Guid, List<Permit>> _carried = [];

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
