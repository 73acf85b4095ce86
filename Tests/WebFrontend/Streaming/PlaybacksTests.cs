using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using OrleansVideo.Streaming;
using OrleansVideo.Tests.Grains;
using OrleansVideo.Tests.Silo.Telemetry;
using OrleansVideo.Tests.Site.Hosting;
using OrleansVideo.WebFrontend.Streaming;

namespace OrleansVideo.Tests.WebFrontend.Streaming;

/// <summary>A frontend's playbacks over a real limiter on a silo, with a clock that the test moves; a lease life is 60 s.</summary>
[Trait("Needs", "ffmpeg")]
public sealed class PlaybacksTests : IAsyncLifetime
{
    private readonly GrainCluster _cluster = new();
    private readonly Measured _measured = new();
    private readonly StreamingOptions _options = new() { MaxRequestsPerPlayback = 2 };
    private PlaybackKey _key = new("viewer", Guid.Empty);

    private IStreamLimiterGrain Limiter => _cluster.Grains.GetGrain<IStreamLimiterGrain>(IStreamLimiterGrain.Key);

    public async ValueTask InitializeAsync()
    {
        await _cluster.InitializeAsync();
        var (film, _) = await _cluster.ReadyVideo(GrainCluster.NewCaller());
        _key = new PlaybackKey("viewer", film);
    }

    public async ValueTask DisposeAsync()
    {
        _measured.Dispose();
        await _cluster.DisposeAsync();
    }

    [Fact]
    public async Task Requests_OfOnePlayback_ShareItsToken_UpToTheirLimit()
    {
        using var web = NewFrontend();
        using var first = (await Asked(web.Open(_key, "10.0.0.1"))).Value;
        using (var second = web.Playbacks.TryOpen(_key))
        {
            Assert.NotNull(second);
            Assert.Null(web.Playbacks.TryOpen(_key));
            Assert.Equal(RefusalCode.RequestLimit, (await Asked(web.Open(_key, "10.0.0.1"))).Refusal?.Code);
        }

        Assert.NotNull(web.Playbacks.TryOpen(_key)); // The second has gone.
        Assert.Equal((1, 1L), ((await Limiter.GetState()).Held, (await Limiter.GetState()).Granted));
    }

    [Fact]
    public async Task VideoThatIsNotReady_LeavesNoTokenBehind()
    {
        using var web = NewFrontend();
        var draft = await _cluster.Draft(GrainCluster.NewCaller());

        Assert.Equal(RefusalCode.Gone, (await Asked(web.Open(new PlaybackKey("viewer", draft), "10.0.0.1"))).Refusal?.Code);

        Assert.Equal((0, 1L), ((await Limiter.GetState()).Held, (await Limiter.GetState()).Granted));
    }

    [Fact]
    public async Task Bytes_PassWithoutABreak_WhileTheLimiterMoves()
    {
        using var web = NewFrontend();
        using var request = (await Asked(web.Open(_key, "10.0.0.1"))).Value;
        var guard = web.GuardOf(_key);
        var lease = Assert.Single((await Limiter.ListLeases(new())).Items).Id;

        await _cluster.Forget(Limiter);
        _cluster.Clock.Advance(TimeSpan.FromSeconds(30));
        Assert.True(await Asked(guard.MaySend(100).AsTask())); // Without asking: the lease is good for 40 s.
        await web.Renew();
        _cluster.Clock.Advance(TimeSpan.FromSeconds(30));
        Assert.True(await Asked(guard.MaySend(100).AsTask()));

        var taken = Assert.Single((await Limiter.ListLeases(new())).Items);
        Assert.Equal((lease, 1L, 0L), (taken.Id, (await Limiter.GetState()).Recovered, (await Limiter.GetState()).Granted));
        Assert.InRange(taken.Since, _cluster.Clock.GetUtcNow() - TimeSpan.FromSeconds(61), _cluster.Clock.GetUtcNow() - TimeSpan.FromSeconds(59));
    }

    [Fact]
    public async Task Eviction_EndsWhatIsOpen_AndKeepsTheViewerOut()
    {
        using var web = NewFrontend();
        using var request = (await Asked(web.Open(_key, "10.0.0.1"))).Value;
        var guard = web.GuardOf(_key);
        var lease = Assert.Single((await Limiter.ListLeases(new())).Items).Id;

        Assert.True(await Limiter.Evict(lease));
        Assert.Equal(1, (await Limiter.GetState()).Held); // Bytes may be under way.
        await web.Renew();

        Assert.Equal(0, (await Limiter.GetState()).Held);
        Assert.False(await Asked(guard.MaySend(100).AsTask()));
        Assert.Null(web.Playbacks.TryOpen(_key));
        Assert.Equal(RefusalCode.Evicted, (await Asked(web.Open(_key, "10.0.0.1"))).Refusal?.Code);
        Assert.False(await Asked(guard.MaySend(100).AsTask()));
    }

    [Fact]
    public async Task Heartbeat_TellsWhoHoldsWhat()
    {
        using var web = NewFrontend();
        using var request = (await Asked(web.Open(_key, "10.0.0.1"))).Value;
        Assert.True(await Asked(web.GuardOf(_key).MaySend(1234).AsTask()));

        await web.Renew();

        var holding = Assert.Single((await Limiter.ListLeases(new())).Items);
        Assert.Equal((_key, "10.0.0.1", 1, 1234L), (holding.Playback, holding.Address, holding.Requests, holding.BytesSent));
    }

    /// <summary>A page that beats and takes nothing held its seat for ever.</summary>
    [Fact]
    public async Task Beats_OfAPageThatTakesNothing_KeepTheLeaseForAMinute_AndTheNextRequestAsksAnew()
    {
        using var web = NewFrontend();
        using (await OpenOn(web)) await Asked(web.Beat(_key, "10.0.0.1", isPaused: false, 1000));
        await BeatFor(web, TimeSpan.FromSeconds(55));
        Assert.Equal(1, (await Limiter.GetState()).Held);

        await BeatFor(web, TimeSpan.FromSeconds(30));

        Assert.Equal(0, (await Limiter.GetState()).Held);
        using var again = await OpenOn(web);
        Assert.NotNull(again);
        Assert.Equal(2L, (await Limiter.GetState()).Granted);
    }

    /// <summary>Its bytes come from another frontend, which says so to the limiter.</summary>
    [Fact]
    public async Task Beats_KeepALease_WhoseBytesAnotherFrontendSends()
    {
        using var web = NewFrontend();
        using var sender = NewFrontend();
        using var request = await OpenOn(sender);
        var guard = sender.GuardOf(_key);
        for (var step = 0; step < 40; step++) // Two hundred seconds.
        {
            await Asked(web.Beat(_key, "10.0.0.1", isPaused: false, 1000));
            Assert.True(await Asked(guard.MaySend(5000).AsTask()));
            await sender.Renew();
            await web.Renew();
            _cluster.Clock.Advance(TimeSpan.FromSeconds(5));
            await UntilSure();
        }

        Assert.True(web.Playbacks.IsOn(_key));
        Assert.Equal(1L, (await Limiter.GetState()).Granted);
    }

    [Fact]
    public async Task Lease_ThatLapsed_IsAskedForAnew_AndRefusedWhenTheHouseIsFull()
    {
        using var web = NewFrontend();
        using var other = NewFrontend();
        using var request = (await Asked(web.Open(_key, "10.0.0.1"))).Value;
        var guard = web.GuardOf(_key);
        await Limiter.SetCapacity(1);

        _cluster.Clock.Advance(TimeSpan.FromSeconds(61));
        await UntilSure();
        using (var newcomer = (await Asked(other.Open(_key with { Viewer = "newcomer" }, "10.0.0.2"))).Value)
        {
            Assert.NotNull(newcomer);
            Assert.False(await Asked(guard.MaySend(100).AsTask()));
        }
    }

    [Fact]
    public async Task LimiterThatDoesNotKnowWhatIsHeld_IsWaitedFor_ThenSaidToBeAway()
    {
        using var gone = NewFrontend();
        using var request = (await Asked(gone.Open(_key, "10.0.0.1"))).Value;
        await _cluster.Forget(Limiter); // And nobody reports what the other frontend holds.
        using var web = NewFrontend();

        var asking = web.Open(_key with { Viewer = "newcomer" }, "10.0.0.2");
        await Eventually.True("five seconds are over", TimeSpan.FromSeconds(20), () =>
        {
            _cluster.Clock.Advance(TimeSpan.FromMilliseconds(100));
            return asking.IsCompleted;
        });

        await Assert.ThrowsAsync<TimeoutException>(() => asking);
        Assert.Equal(0, (await Limiter.GetState()).Granted);
    }

    [Fact]
    public async Task HandOver_LeavesTheTokenToItsPlayback()
    {
        using var web = NewFrontend();
        using var other = NewFrontend();
        using (await OpenOn(web)) await web.HandOver();
        await Limiter.SetCapacity(1);

        Assert.Equal(RefusalCode.StreamsExhausted, (await Asked(other.Open(_key with { Viewer = "newcomer" }, "10.0.0.2"))).Refusal?.Code);
        using var again = await OpenOn(other);
        Assert.NotNull(again);
        Assert.Equal(1L, (await Limiter.GetState()).Granted);
    }

    private async Task BeatFor(StreamLimiterClient web, TimeSpan time)
    {
        for (var passed = TimeSpan.Zero; passed < time; passed += TimeSpan.FromSeconds(5))
        {
            _cluster.Clock.Advance(TimeSpan.FromSeconds(5));
            await UntilSure();
            await Asked(web.Beat(_key, "10.0.0.1", isPaused: false, 1000));
            await web.Renew();
        }
    }

    private async Task<PlaybackRequest?> OpenOn(StreamLimiterClient web) => (await Asked(web.Open(_key, "10.0.0.1"))).Value;

    /// <summary>
    /// A limiter that is not sure for a moment is asked again, by a clock that nobody else moves: it moves where the answer takes long.
    /// </summary>
    private async Task<T> Asked<T>(Task<T> asking)
    {
        await Asked((Task)asking);
        return await asking;
    }

    private async Task Asked(Task asking)
    {
        while (await Task.WhenAny(asking, Task.Delay(TimeSpan.FromSeconds(1))) != asking) _cluster.Clock.Advance(TimeSpan.FromMilliseconds(200));
        await asking;
    }

    private Task<TimeSpan> UntilSure() => Eventually.True("the limiter has seen its row", TimeSpan.FromSeconds(20), async () =>
    {
        _cluster.Clock.Advance(TimeSpan.FromMilliseconds(100));
        return (await Limiter.GetState()).IsSure;
    });

    private StreamLimiterClient NewFrontend()
    {
        var views = new ViewCounter(_cluster.Grains, new Frontend(), new StreamingMetrics(_measured.Meters), _cluster.Clock, NullLogger<ViewCounter>.Instance);
        var playbacks = new Playbacks(Options.Create(_options), _cluster.Clock);
        return new StreamLimiterClient(
            playbacks, _cluster.Grains, new LimiterLink(new Frontend()), views, new LeaseLog(NullLogger<LeaseLog>.Instance), _cluster.Clock);
    }
}
