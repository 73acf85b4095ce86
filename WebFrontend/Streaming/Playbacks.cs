using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using OrleansVideo.Streaming;
using OrleansVideo.Videos;

namespace OrleansVideo.WebFrontend.Streaming;

/// <summary>
/// The playbacks of this frontend and the stream tokens that they hold. A playback has one token however many requests
/// it makes, and keeps it for a while after the last one, however that ended (W4, W23).
/// </summary>
internal sealed partial class Playbacks(
    IGrainFactory grains,
    Frontend frontend,
    ViewCounter views,
    IOptions<StreamingOptions> options,
    TimeProvider clock)
{
    /// <summary>While the limiter is away, a playback's requests wait side by side, not one after the other.</summary>
    private static readonly TimeSpan GatePatience = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<PlaybackKey, Playback> _all = new();
    private readonly long _start = clock.GetTimestamp();

    /// <summary>How many there are, those that linger included.</summary>
    public int Count => _all.Count;

    private TimeSpan Now => clock.GetElapsedTime(_start);
    private IStreamLimiterGrain Limiter => grains.GetGrain<IStreamLimiterGrain>(IStreamLimiterGrain.Key);

    /// <summary>Opens a request of a playback, with a token.</summary>
    /// <returns>The open request; or the rule that refuses it.</returns>
    public async Task<Result<PlaybackRequest>> Open(PlaybackKey key, string address)
    {
        var playback = Join(key, address);
        if (playback is null) return RefusalCode.RequestLimit;
        var request = new PlaybackRequest(this, playback);
        try
        {
            if (await Ensure(playback) is not { } refusal) return request;
            request.Dispose();
            return refusal;
        }
        catch
        {
            request.Dispose();
            throw;
        }
    }

    /// <summary>Makes sure that bytes may flow: at once under a valid lease, else after asking the limiter.</summary>
    /// <returns>Null when they may; else the rule that refuses.</returns>
    internal async ValueTask<Refusal?> Ensure(Playback playback)
    {
        lock (playback)
        {
            playback.LastActivity = Now;
            if (playback.IsValid(Now)) return null;
        }

        if (!await playback.Gate.WaitAsync(GatePatience))
            throw new TimeoutException("Another request of this playback has been waiting for the limiter for too long.");
        try
        {
            var asked = Now;
            if (playback.IsValid(asked)) return null;
            if (await grains.GetGrain<IVideoGrain>(playback.Key.VideoId).Read() is not { Status: VideoStatus.Ready }) return RefusalCode.Gone;
            var answer = await Limiter.Acquire(new AcquireStream(playback.Key, playback.Address, frontend.Id));
            if (!answer.TryGet(out var lease, out var refusal)) return refusal;
            lock (playback) playback.Confirm(lease, asked);
            if (lease.IsNew) views.Count(playback.Key.VideoId);
            return null;
        }
        finally
        {
            playback.Gate.Release();
        }
    }

    /// <summary>Ends a request; the playback lingers.</summary>
    internal void Close(Playback playback)
    {
        lock (playback)
        {
            playback.Requests--;
            playback.LastActivity = Now;
        }
    }

    /// <summary>Gives back the tokens of idle playbacks, and tells the limiter which others go on.</summary>
    internal async Task Renew()
    {
        foreach (var idle in _all.Values.Where(IsIdle)) await GiveBack(idle, () => IsIdle(idle));

        var asked = Now;
        var held = new Dictionary<Guid, Playback>();
        foreach (var playback in _all.Values)
        {
            lock (playback)
            {
                if (playback.Lease is { } lease) held[lease] = playback;
            }
        }

        if (held.Count == 0) return;
        var lost = (await Limiter.Renew(frontend.Id, [.. held.Keys])).ToHashSet();
        foreach (var (lease, playback) in held)
        {
            lock (playback)
            {
                if (playback.Lease != lease) continue;
                if (lost.Contains(lease)) playback.Lose();
                else playback.Extend(options.Value.LeaseLife, asked);
            }
        }

        await GiveBackLeft();
    }

    /// <summary>This frontend stops: its tokens wait for a moment for their playbacks to turn up elsewhere.</summary>
    internal async Task HandOver()
    {
        List<Guid> leases = [];
        foreach (var playback in _all.Values)
        {
            lock (playback)
            {
                if (playback.Lease is { } lease) leases.Add(lease);
                playback.Lose();
            }
        }

        if (leases.Count > 0) await Limiter.HandOver(frontend.Id, leases);
    }

    /// <summary>Counts the request in, on a playback that is not being dropped at this moment; null at the limit.</summary>
    private Playback? Join(PlaybackKey key, string address)
    {
        while (true)
        {
            var playback = _all.GetOrAdd(key, _ => new Playback(key, address));
            lock (playback)
            {
                if (!_all.TryGetValue(key, out var current) || current != playback) continue;
                if (playback.Requests >= options.Value.MaxRequestsPerPlayback) return null;
                playback.Requests++;
                playback.LastActivity = Now;
                return playback;
            }
        }
    }

    private bool IsIdle(Playback playback)
    {
        lock (playback) return Now - playback.LastActivity > playback.Patience(options.Value);
    }

    /// <summary>
    /// Drops the token if the condition still holds, and the playback too when no request is open; an open one asks anew
    /// at its next piece. Behind the gate, so that a token asked for meanwhile is not the one given back.
    /// </summary>
    private async Task GiveBack(Playback playback, Func<bool> condition)
    {
        await playback.Gate.WaitAsync();
        try
        {
            Guid? lease;
            lock (playback)
            {
                if (!condition()) return;
                lease = playback.Lease;
                playback.Lose();
                if (playback.Requests <= 0) _all.TryRemove(playback.Key, out _);
            }

            if (lease is { } held) await Limiter.Release(frontend.Id, held);
        }
        finally
        {
            playback.Gate.Release();
        }
    }
}
