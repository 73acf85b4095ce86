using System.Net.Sockets;
using Npgsql;
using OrleansVideo.Grains.Streaming;
using OrleansVideo.Streaming;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Grains.Streaming;

/// <summary>The limiter and its row: a lease life is 60 s here.</summary>
public sealed class StreamLimiterTests : IAsyncLifetime
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);
    private static readonly Guid Web = Guid.NewGuid();
    private static readonly Guid Film = Guid.NewGuid();
    private readonly GrainCluster _cluster = new();

    private IStreamLimiterGrain Limiter => _cluster.Grains.GetGrain<IStreamLimiterGrain>(IStreamLimiterGrain.Key);
    private SwitchedDatabase Database => (SwitchedDatabase)_cluster.Database;

    public ValueTask InitializeAsync() => _cluster.InitializeAsync();

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task DatabaseAway_ForTwoThirdsOfALeaseLife_EndsGrantsAndRenewals_AndItsReturnBringsThemBack()
    {
        var lease = (await Limiter.Acquire(Ask("a"))).Value!.Id;
        Database.Fail(new NpgsqlException("refused", new SocketException((int)SocketError.ConnectionRefused)));

        await Pass(TimeSpan.FromSeconds(38));
        Assert.Empty(await Limiter.Renew(Web, [lease]));
        Assert.NotNull((await Limiter.Acquire(Ask("b"))).Value);
        await Pass(TimeSpan.FromSeconds(3));
        await Assert.ThrowsAsync<TimeoutException>(() => Limiter.Renew(Web, [lease]));
        await Assert.ThrowsAsync<TimeoutException>(() => Limiter.Acquire(Ask("c")));
        await Limiter.Release(Web, Guid.NewGuid()); // Giving back needs no certainty.
        Assert.False((await Limiter.GetState()).IsSure);

        Database.Fail(null);
        await UntilSure();
        Assert.Empty(await Limiter.Renew(Web, [lease]));
        Assert.NotNull((await Limiter.Acquire(Ask("c"))).Value);
    }

    [Fact]
    public async Task AnotherActivation_TakesAHigherEpoch_AndTheOlderRefuses()
    {
        await Limiter.Acquire(Ask("a"));
        var epoch = (await Limiter.GetState()).Epoch;

        var later = await _cluster.Service<LimiterRow>().TakeNext();

        Assert.Equal(epoch + 1, later);
        await Eventually.True("the older activation has gone, and the next has an epoch of its own", Soon, async () =>
        {
            _cluster.Clock.Advance(TimeSpan.FromSeconds(1));
            return (await Limiter.GetState()).Epoch > later;
        });
        Assert.Equal(0, (await Limiter.GetState()).Held);
    }

    [Fact]
    public async Task Start_WithoutTheDatabase_IsTroubleThatPasses()
    {
        Database.Fail(new NpgsqlException("refused", new SocketException((int)SocketError.ConnectionRefused)));

        var failure = await Assert.ThrowsAnyAsync<Exception>(() => Limiter.Acquire(Ask("a")));

        Assert.True(OrleansVideo.WebFrontend.Problems.ClusterTrouble.IsPassing(failure), failure.ToString());
        Database.Fail(null);
        Assert.NotNull((await Limiter.Acquire(Ask("a"))).Value);
    }

    [Fact]
    public async Task Epochs_TakenAtOnce_AreAllDifferent()
    {
        var row = _cluster.Service<LimiterRow>();

        var taken = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => row.TakeNext()));

        Assert.Equal(20, taken.Distinct().Count());
        Assert.Equal(taken.Max(), await row.Look(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task HandOver_ReachesTheLedger()
    {
        var lease = (await Limiter.Acquire(Ask("a"))).Value!.Id;

        await Limiter.HandOver(Web, [lease]);

        Assert.Equal([lease], await Limiter.Renew(Web, [lease]));
        Assert.Equal(lease, (await Limiter.Acquire(Ask("a"))).Value!.Id);
    }

    /// <summary>Lets fake time pass second by second, so that the looks fail as they would.</summary>
    private async Task Pass(TimeSpan span)
    {
        for (var second = 0; second < span.TotalSeconds; second++)
        {
            _cluster.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }
    }

    private Task<TimeSpan> UntilSure() => Eventually.True("the limiter has seen its row", Soon, async () =>
    {
        _cluster.Clock.Advance(TimeSpan.FromMilliseconds(100));
        return (await Limiter.GetState()).IsSure;
    });

    private static AcquireStream Ask(string viewer) => new(new PlaybackKey(viewer, Film), "10.0.0.1", Web);
}
