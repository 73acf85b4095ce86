using Microsoft.Extensions.Logging;
using OrleansVideo.Catalog;
using OrleansVideo.Streaming;

namespace OrleansVideo.Grains.Streaming;

/// <summary>What admins and deletions do with tokens, and what the dashboard shows of them.</summary>
internal sealed partial class StreamLimiterGrain
{
    public Task RevokeVideo(Guid videoId)
    {
        _ledger.RevokeVideo(videoId, Now);
        return Task.CompletedTask;
    }

    public Task<bool> Evict(Guid lease)
    {
        var isKnown = _ledger.Evict(lease, Now);
        if (isKnown) LogEvicted(lease);
        return Task.FromResult(isKnown);
    }

    public Task<Page<StreamHolding>> ListLeases(PageRequest page)
    {
        var (now, wall) = (Now, clock.GetUtcNow());
        var limit = Math.Clamp(page.Limit, 1, PageRequest.MaxLimit);
        var after = Guid.TryParse(page.Cursor, out var cursor) ? cursor : (Guid?)null;
        var found = _ledger.List(after, limit + 1);
        return Task.FromResult(new Page<StreamHolding>(
            [.. found.Take(limit).Select(permit => Show(permit, wall - (now - permit.Since)))],
            found.Count > limit ? found[limit - 1].Id.ToString() : null));
    }

    public Task<StreamLimiterView> GetState() => Task.FromResult(new StreamLimiterView
    {
        Capacity = _ledger.Capacity,
        Held = _ledger.Held,
        Waiting = _ledger.Waiting,
        Frontends = _ledger.Reported,
        Granted = _ledger.Counts.Granted,
        RefusedFull = _ledger.Counts.Refused.GetValueOrDefault(RefusalCode.StreamsExhausted),
        RefusedViewer = _ledger.Counts.Refused.GetValueOrDefault(RefusalCode.ViewerLimit),
        RefusedAddress = _ledger.Counts.Refused.GetValueOrDefault(RefusalCode.AddressLimit),
        Expired = _ledger.Counts.Expired,
        Recovered = _ledger.Counts.Recovered,
        Revoked = _ledger.Counts.Revoked,
        Epoch = _watch.Epoch,
        IsSure = _watch.MayAnswer(_awake.Now),
        IsGranting = _ledger.IsGranting(Now),
    });

    private static StreamHolding Show(Permit permit, DateTimeOffset since) => new()
    {
        Id = permit.Id,
        Playback = permit.Playback,
        Address = permit.Address,
        Frontend = permit.Holders.MaxBy(holder => holder.BytesSent)?.Frontend,
        Since = since,
        Requests = permit.Holders.Sum(holder => holder.Requests),
        BytesSent = permit.Holders.Sum(holder => holder.BytesSent),
    };

    [LoggerMessage(1410, LogLevel.Information, "The stream token {Lease} was taken back by an admin's order")]
    private partial void LogEvicted(Guid lease);
}
