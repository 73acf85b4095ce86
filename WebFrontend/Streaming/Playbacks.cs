using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using OrleansVideo.Streaming;

namespace OrleansVideo.WebFrontend.Streaming;

/// <summary>
/// The playbacks of this frontend and the stream tokens that they hold. A playback has one token however many requests
/// it makes, and keeps it for a while after the last one, however that ended (W4, W23).
/// </summary>
internal sealed partial class Playbacks(
    IGrainFactory grains,
    LimiterLink link,
    ViewCounter views,
    LeaseLog log,
    IOptions<StreamingOptions> options,
    TimeProvider clock) : IDisposable
{
    private readonly ConcurrentDictionary<PlaybackKey, Playback> _all = new();
    private readonly SuspensionClock _clock = new(clock);

    /// <inheritdoc/>
    public void Dispose() => _reporting.Dispose();

    /// <summary>How many there are, those that linger included.</summary>
    public int Count => _all.Count;

    private TimeSpan Now => _clock.Now;
    private IStreamLimiterGrain Limiter => grains.GetGrain<IStreamLimiterGrain>(IStreamLimiterGrain.Key);

    /// <summary>Whether the playback's lease is valid here and now, however many requests it has open.</summary>
    public bool IsOn(PlaybackKey key)
    {
        if (!_all.TryGetValue(key, out var playback)) return false;
        lock (playback) return IsValid(playback);
    }

    /// <summary>Opens a request of a playback whose lease is valid already.</summary>
    /// <returns>The open request; null when the limiter has to be asked, or the limit of requests is reached.</returns>
    public PlaybackRequest? TryOpen(PlaybackKey key)
    {
        if (!_all.TryGetValue(key, out var playback)) return null;
        lock (playback)
        {
            if (!IsCurrent(playback) || !playback.IsValid(Now) || !TryCount(playback)) return null;
            return new PlaybackRequest(this, playback);
        }
    }

    /// <summary>Opens a request of a playback, with a token.</summary>
    /// <returns>The open request; or the rule that refuses it.</returns>
    public async Task<Result<PlaybackRequest>> Open(PlaybackKey key, string address)
    {
        var playback = CountIn(key, address);
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

    /// <summary>What guards the bytes of a playback that has a request open.</summary>
    /// <param name="key">The playback.</param>
    /// <param name="answer">The answer that sends them; null where the lease alone decides.</param>
    /// <param name="aborted">Ends when the client has gone.</param>
    public PlaybackGuard GuardOf(PlaybackKey key, RunningAnswers.OpenAnswer? answer = null, CancellationToken aborted = default) =>
        new(this, _all[key], answer, log, aborted);

    /// <summary>Whether bytes may flow at this very moment. To be asked under the lock on the playback.</summary>
    internal bool IsValid(Playback playback) => playback.IsValid(Now);

    /// <summary>Ends a request; the playback lingers.</summary>
    internal void Close(Playback playback)
    {
        lock (playback)
        {
            playback.Requests--;
            playback.LastActivity = Now;
        }
    }

    /// <summary>Counts the request in, on a playback that is not being dropped at this moment; null at the limit.</summary>
    private Playback? CountIn(PlaybackKey key, string address)
    {
        while (true)
        {
            var playback = _all.GetOrAdd(key, _ => new Playback(key, address));
            lock (playback)
            {
                if (IsCurrent(playback)) return TryCount(playback) ? playback : null;
            }
        }
    }

    private bool IsCurrent(Playback playback) => _all.TryGetValue(playback.Key, out var current) && current == playback;

    private bool TryCount(Playback playback)
    {
        if (playback.Requests >= options.Value.MaxRequestsPerPlayback) return false;
        playback.Requests++;
        playback.LastActivity = Now;
        return true;
    }
}
