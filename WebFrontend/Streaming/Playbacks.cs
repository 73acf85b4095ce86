using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Options;
using OrleansVideo.Streaming;

namespace OrleansVideo.WebFrontend.Streaming;

/// <summary>
/// The playbacks of this frontend. A playback has one stream token however many requests it makes, and keeps it for a while
/// after the last one, however that ended (W4, W23). Here nobody is asked: <see cref="StreamLimiterClient"/> gets tokens, keeps
/// them and gives them back.
/// </summary>
internal sealed class Playbacks(IOptions<StreamingOptions> options, TimeProvider clock)
{
    private readonly ConcurrentDictionary<PlaybackKey, Playback> _all = new();
    private readonly SuspensionClock _clock = new(clock);

    /// <summary>How many there are, those that linger included.</summary>
    public int Count => _all.Count;

    /// <summary>The time by which their leases are valid.</summary>
    public TimeSpan Now => _clock.Now;

    /// <summary>Those that have been idle for longer than they may; each is looked at when it is its turn.</summary>
    public IEnumerable<Playback> Idle => _all.Values.Where(IsIdle);

    /// <summary>A playback that has a request open.</summary>
    public Playback this[PlaybackKey key] => _all[key];

    /// <summary>Whether the playback's lease is valid here and now, however many requests it has open.</summary>
    public bool IsOn(PlaybackKey key)
    {
        if (!_all.TryGetValue(key, out var playback)) return false;
        lock (playback) return IsValid(playback);
    }

    /// <summary>Whether bytes may flow at this very moment. To be asked under the lock on the playback.</summary>
    public bool IsValid(Playback playback) => playback.IsValid(Now);

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

    /// <summary>Counts the request in, on a playback that is not being dropped at this moment; null at the limit.</summary>
    public Playback? CountIn(PlaybackKey key, string address)
    {
        while (true)
        {
            var playback = GetOrAdd(key, address);
            lock (playback)
            {
                if (IsCurrent(playback)) return TryCount(playback) ? playback : null;
            }
        }
    }

    /// <summary>Ends a request; the playback lingers.</summary>
    public void Close(Playback playback)
    {
        lock (playback)
        {
            playback.Requests--;
            playback.LastActivity = Now;
        }
    }

    /// <summary>The playback of that key; null when there is none.</summary>
    public Playback? Find(PlaybackKey key) => _all.GetValueOrDefault(key);

    /// <summary>The playback of that key, which may be dropped in the next moment: <see cref="IsCurrent"/> tells, under its lock.</summary>
    public Playback GetOrAdd(PlaybackKey key, string address) => _all.GetOrAdd(key, _ => new Playback(key, address));

    /// <summary>Whether it is not dropped: whoever asks for its key gets this very one.</summary>
    public bool IsCurrent(Playback playback) => _all.TryGetValue(playback.Key, out var current) && current == playback;

    /// <summary>Drops it. To be called under its lock, when it has neither a lease nor an open request.</summary>
    public void Remove(Playback playback) => _all.TryRemove(playback.Key, out _);

    /// <summary>Whether it has been idle for longer than it may.</summary>
    public bool IsIdle(Playback playback)
    {
        lock (playback) return Now - playback.LastActivity > playback.Patience(options.Value);
    }

    /// <summary>Those that have a lease, each with what is to be known of it, read under its lock.</summary>
    public List<(Playback Playback, T State)> Snapshot<T>(Func<Playback, Guid, T> state)
    {
        List<(Playback, T)> held = [];
        foreach (var playback in _all.Values)
        {
            lock (playback)
            {
                if (playback.Lease is { } lease) held.Add((playback, state(playback, lease)));
            }
        }

        return held;
    }

    private bool TryCount(Playback playback)
    {
        if (playback.Requests >= options.Value.MaxRequestsPerPlayback) return false;
        playback.Requests++;
        playback.LastActivity = Now;
        return true;
    }
}

/// <summary>One open request of a playback. Disposing it is what every way out of a request does (W4).</summary>
internal sealed class PlaybackRequest(Playbacks playbacks, Playback playback) : IDisposable
{
    private bool _isClosed;

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_isClosed) return;
        _isClosed = true;
        playbacks.Close(playback);
    }
}

/// <summary>Shows how many playbacks this frontend has, those included that linger. Only somebody else can look at them: it starts with the site.</summary>
/// <param name="playbacks">The playbacks.</param>
/// <param name="meters">The meters.</param>
internal sealed class PlaybackGauge(Playbacks playbacks, IMeterFactory meters) : IHostedService
{
    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        meters.CreateVideoMeter().CreateObservableGauge("orleansvideo.stream.playbacks", () => playbacks.Count, "{playback}",
            "Playbacks of this frontend, those included that linger after their last byte.");
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
