using System.Collections.Concurrent;
using System.Reflection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using OrleansVideo.Streaming;
using OrleansVideo.Tests.Silo.Telemetry;
using OrleansVideo.Tests.WebFrontend.Hosting;
using OrleansVideo.WebFrontend.Streaming;

namespace OrleansVideo.Tests.WebFrontend.Streaming;

/// <summary>What the answer to a heartbeat says of one playback waits for nothing that is done about another.</summary>
public sealed class SlowHeartbeatTests : IDisposable
{
    private readonly Measured _measured = new();
    private readonly FakeTimeProvider _clock = new();
    private readonly SlowLimiter _limiter;
    private readonly StreamLimiterClient _web;

    public SlowHeartbeatTests()
    {
        var limiter = DispatchProxy.Create<IStreamLimiterGrain, SlowLimiter>();
        _limiter = (SlowLimiter)(object)limiter;
        var grains = FakeGrains.Of((typeof(IStreamLimiterGrain), _ => limiter));
        var views = new ViewCounter(grains, new Frontend(), new StreamingMetrics(_measured.Meters), _clock, NullLogger<ViewCounter>.Instance);
        var playbacks = new Playbacks(Options.Create(new StreamingOptions()), _clock);
        _web = new StreamLimiterClient(playbacks, grains, new LimiterLink(new Frontend()), views, new LeaseLog(NullLogger<LeaseLog>.Instance), _clock);
    }

    public void Dispose()
    {
        _web.Dispose();
        _measured.Dispose();
    }

    [Fact]
    public async Task Revocations_HoldAtOnce_ThoughNoMessageAboutThemIsAnswered()
    {
        var keys = Enumerable.Range(0, 200).Select(i => new PlaybackKey($"viewer {i}", Guid.NewGuid())).ToArray();
        foreach (var key in keys) await Play(key);
        _limiter.Revoked = [.. _limiter.Leases.Values];
        _limiter.Released = new TaskCompletionSource();

        var beat = _web.Renew();

        Assert.All(keys, key => Assert.False(_web.Playbacks.IsOn(key)));
        Assert.False(beat.IsCompleted);
        Assert.InRange(_limiter.Releases, 2, 32); // Side by side, and not all at once.
        _limiter.Released.SetResult();
        await beat;
        Assert.Equal(200, _limiter.Releases);
    }

    [Fact]
    public async Task Release_ThatFails_KeepsNoOtherFromBeingSent()
    {
        for (var i = 0; i < 100; i++) await Play(new PlaybackKey($"viewer {i}", Guid.NewGuid()));
        _limiter.Revoked = [.. _limiter.Leases.Values];
        _limiter.Released = new TaskCompletionSource();
        _limiter.Released.SetException(new TimeoutException());

        await Assert.ThrowsAsync<TimeoutException>(_web.Renew);

        Assert.Equal(100, _limiter.Releases);
    }

    [Fact]
    public async Task Playback_ThatIsBeingAskedAbout_HoldsUpNoHeartbeat()
    {
        var (idle, other) = (new PlaybackKey("idle", Guid.NewGuid()), new PlaybackKey("other", Guid.NewGuid()));
        _limiter.Acquired = new TaskCompletionSource();
        var asking = _web.Open(idle, "10.0.0.1");
        for (var i = 0; i < 30; i++) _clock.Advance(TimeSpan.FromSeconds(5)); // Longer than anybody is patient with it.

        await _web.Renew().WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);

        Assert.False(asking.IsCompleted);
        _limiter.Acquired.SetResult();
        _limiter.Acquired = null;
        await Play(other);
        await _web.Renew();
        Assert.True(_web.Playbacks.IsOn(other));
    }

    private async Task Play(PlaybackKey key) => (await _web.Open(key, "10.0.0.1")).Value!.Dispose();

    /// <summary>A limiter that lets everybody join a lease, and takes its time where the test says so.</summary>
    public class SlowLimiter : DispatchProxy
    {
        private int _releases;

        public ConcurrentDictionary<PlaybackKey, Guid> Leases { get; } = new();

        public Guid[] Revoked { get; set; } = [];

        public TaskCompletionSource? Released { get; set; }

        public TaskCompletionSource? Acquired { get; set; }

        public int Releases => _releases;

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            switch (targetMethod!.Name)
            {
                case nameof(IStreamLimiterGrain.Acquire):
                    return Acquire(((StreamRequest)args![0]!).Playback);
                case nameof(IStreamLimiterGrain.Renew):
                    return Task.FromResult(new HeartbeatAnswer(LimiterOutcome.Done, 0, TimeSpan.FromSeconds(60), [], Revoked, []));
                case nameof(IStreamLimiterGrain.Release):
                    Interlocked.Increment(ref _releases);
                    return Release();
                default:
                    throw new NotSupportedException(targetMethod.Name);
            }
        }

        private async Task<StreamAnswer> Acquire(PlaybackKey playback)
        {
            if (Acquired is { } acquired) await acquired.Task;
            var lease = Leases.GetOrAdd(playback, _ => Guid.NewGuid());
            return new StreamAnswer(LimiterOutcome.Done, 0, new StreamLease(lease, TimeSpan.FromSeconds(60), IsNew: false));
        }

        private async Task<LimiterOutcome> Release()
        {
            if (Released is { } released) await released.Task;
            return LimiterOutcome.Done;
        }
    }
}
