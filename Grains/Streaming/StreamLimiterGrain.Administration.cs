using Microsoft.Extensions.Logging;
using OrleansVideo.Catalog;
using OrleansVideo.Streaming;

namespace OrleansVideo.Grains.Streaming;

/// <summary>What admins and deletions do with tokens, and what the dashboard shows of them.</summary>
internal sealed partial class StreamLimiterGrain
{
    /// <remarks>
    /// The caller takes "done" for a promise, so it must hold for whoever takes over next: 1. the leases that are known are taken
    /// back; 2. a row names the video, where anybody may hold a lease of it; 3. a look that begins after that finds no later
    /// limiter: one that comes now reads the row before it takes over any lease.
    /// </remarks>
    public async Task RevokeVideo(Guid videoId)
    {
        MakeSure();
        var mayBeHeld = _ledger.RevokeVideo(videoId, Now + RevocationTime, Now); // 1
        if (mayBeHeld) await evictions.Add(EvictionRows.Everyone(videoId), RevocationTime); // 2
        await Confirm(); // 3
    }

    /// <remarks>As <see cref="RevokeVideo"/>, but for the order: a row that could not be written leaves everything as it was.</remarks>
    public async Task<bool> Evict(Guid lease)
    {
        MakeSure();
        if (_ledger.PlaybackOf(lease) is not { } playback)
        {
            await Confirm(); // A later limiter may know it.
            if (_ledger.IsGranting(Now)) return false;
            throw new TimeoutException("The stream limiter has taken over lately and still learns which tokens are held.");
        }

        var duration = options.Value.EvictionTime > RevocationTime ? options.Value.EvictionTime : RevocationTime;
        await evictions.Add(playback, duration);
        _ledger.Evict(playback, Now + duration, Now);
        await Confirm();
        LogEvicted(lease, duration);
        return true;
    }

    /// <summary>
    /// How long a lease that was taken back must be known as such: as long as a frontend can believe in it. That is less than a
    /// life from now; but in a limiter's first moments the one before may not know that it was replaced, and keep leases alive:
    /// two thirds of a life by its last look, two thirds by the frontend's count, and an eighth of that for slow clocks.
    /// </summary>
    private TimeSpan RevocationTime
    {
        get
        {
            var early = _tookOver + _longestLife * 1.5 - Now;
            return early > _longestLife ? early : _longestLife;
        }
    }

    public Task<Page<StreamHolding>> ListLeases(PageRequest page)
    {
        RefuseIfReplaced(); // A list that is a moment old is what a list is; of one that is known to be replaced it would be wrong.
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
        RefusedEvicted = _ledger.Counts.Refused.GetValueOrDefault(RefusalCode.Evicted),
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

    [LoggerMessage(1410, LogLevel.Information, "The stream token {Lease} was taken back by an admin's order; its playback gets none for {Duration}")]
    private partial void LogEvicted(Guid lease, TimeSpan duration);
}
