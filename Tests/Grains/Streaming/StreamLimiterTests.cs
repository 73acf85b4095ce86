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
    private static readonly Guid Film = Guid.NewGuid();
    private static readonly TimeSpan Life = TimeSpan.FromSeconds(60);
    private readonly GrainCluster _cluster = new();
    private LimiterCaller? _web;

    private LimiterCaller Web => _web ??= new LimiterCaller(Limiter);
    private LimiterRow Row => _cluster.Service<LimiterRow>();

    private IStreamLimiterGrain Limiter => _cluster.Grains.GetGrain<IStreamLimiterGrain>(IStreamLimiterGrain.Key);
    private SwitchedDatabase Database => (SwitchedDatabase)_cluster.Database;

    public ValueTask InitializeAsync() => _cluster.InitializeAsync();

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task DatabaseAway_EndsGrantsAfterAQuarterOfALeaseLife_AndRenewalsAfterTwoThirds_AndItsReturnBringsThemBack()
    {
        var lease = (await Web.Acquire("a", Film)).Lease!.Id;
        Database.Fail(new NpgsqlException("refused", new SocketException((int)SocketError.ConnectionRefused)));

        await Pass(TimeSpan.FromSeconds(13));
        Assert.NotNull((await Web.Acquire("b", Film)).Lease);
        await Pass(TimeSpan.FromSeconds(25));
        Assert.Empty((await Web.Renew(lease)).Lost);
        Assert.Equal(LimiterOutcome.NotYet, (await Web.Acquire("c", Film)).Outcome);
        Assert.Equal(lease, (await Web.Acquire("a", Film)).Lease!.Id);
        await Pass(TimeSpan.FromSeconds(3));
        await Assert.ThrowsAsync<TimeoutException>(() => Web.Renew(lease));
        await Assert.ThrowsAsync<TimeoutException>(() => Web.Acquire("c", Film));
        await Web.Release(Guid.NewGuid()); // Giving back needs no certainty.
        Assert.False((await Limiter.GetState()).IsSure);

        Database.Fail(null);
        await UntilSure();
        Assert.Empty((await Web.Renew(lease)).Lost);
        await UntilGranted(Web, "c");
    }

    [Fact]
    public async Task AnotherActivation_TakesAHigherEpoch_AndTheOlderRefuses()
    {
        await Web.Acquire("a", Film);
        var epoch = (await Limiter.GetState()).Epoch;

        var later = (await Row.TakeNext(Life)).Epoch;

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

        var failure = await Assert.ThrowsAnyAsync<Exception>(() => Web.Acquire("a", Film));

        Assert.True(OrleansVideo.WebFrontend.Problems.ClusterTrouble.IsPassing(failure), failure.ToString());
        Database.Fail(null);
        Assert.NotNull((await Web.Acquire("a", Film)).Lease);
    }

    [Fact]
    public async Task Epochs_TakenAtOnce_AreAllDifferent()
    {
        var taken = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Row.TakeNext(Life)));

        Assert.Equal(20, taken.Select(record => record.Epoch).Distinct().Count());
        Assert.Equal(taken.Max(record => record.Epoch), (await Row.Read(TestContext.Current.CancellationToken))!.Epoch);
    }

    [Fact]
    public async Task HandOver_ReachesTheLedger_AndNobodyWaitsForTheFrontendAnyMore()
    {
        var lease = (await Web.Acquire("a", Film)).Lease!.Id;
        Assert.Single((await Row.Read(TestContext.Current.CancellationToken))!.Frontends);

        await Web.HandOver(lease);

        Assert.Empty((await Row.Read(TestContext.Current.CancellationToken))!.Frontends);
        Assert.Equal([lease], (await Web.Renew(lease)).Lost);
        Assert.Equal(lease, (await Web.Acquire("a", Film)).Lease!.Id);
    }

    /// <summary>The frontend is listed before it is granted anything, so that a later limiter waits for it.</summary>
    [Fact]
    public async Task TakeOver_GrantsNothing_UntilTheListedFrontendHasReported()
    {
        var lease = (await Web.Acquire("a", Film)).Lease!.Id;
        var other = new LimiterCaller(Limiter);
        await other.Acquire("b", Film);
        await _cluster.Forget(Limiter);

        Assert.Equal(LimiterOutcome.NotYet, (await other.Acquire("c", Film)).Outcome);
        Web.Held.Add(new ReportedLease(lease, new PlaybackKey("a", Film), "10.0.0.1", TimeSpan.FromSeconds(5)));
        Assert.Empty((await Web.Renew(lease)).Lost);

        Assert.NotNull((await other.Acquire("c", Film)).Lease);
        Assert.Equal((1L, 2, true), ((await Limiter.GetState()).Recovered, (await Limiter.GetState()).Held, (await Limiter.GetState()).IsGranting));
    }

    [Fact]
    public async Task TakeOver_WhenAFrontendNeverReports_GrantsAfterTwoLeaseLives()
    {
        await Web.Acquire("a", Film);
        await _cluster.Forget(Limiter);
        var other = new LimiterCaller(Limiter);

        Assert.Equal(LimiterOutcome.NotYet, (await other.Acquire("b", Film)).Outcome);
        await Pass(TimeSpan.FromSeconds(100));
        await UntilSure();
        Assert.Equal(LimiterOutcome.NotYet, (await other.Acquire("b", Film)).Outcome);
        await Pass(TimeSpan.FromSeconds(21));

        await UntilGranted(other, "b");
    }

    /// <summary>The database hangs for longer than a frontend waits for its report, which it then sends again.</summary>
    [Fact]
    public async Task Report_BesideOneWhoseWriteFails_IsListedAllTheSame()
    {
        var epoch = (await Limiter.GetState()).Epoch;
        var written = new TaskCompletionSource();
        Database.Hold(written.Task);
        var calls = CallsOfLimiter;
        var (first, second) = (Web.Report(epoch), Web.Report(epoch));
        await Eventually.True("both are there", Soon, () => CallsOfLimiter == calls + 2);
        await Limiter.GetState(); // And wait for the row.

        Database.Hold(Task.CompletedTask);
        written.SetException(new NpgsqlException("refused", new SocketException((int)SocketError.ConnectionRefused)));

        Assert.Single(await Task.WhenAll(Fails(first), Fails(second)), failed => failed);
        Assert.Single((await Row.Read(TestContext.Current.CancellationToken))!.Frontends);
    }

    [Fact]
    public async Task Capacity_SetByAnAdmin_OutlivesTheActivation_UntilItIsReset()
    {
        Assert.Equal(1, (await Limiter.SetCapacity(1)).Capacity);
        await Web.Acquire("a", Film);
        Assert.Equal(RefusalCode.StreamsExhausted, (await Web.Acquire("b", Film)).Refusal?.Code);

        await _cluster.Forget(Limiter);
        Assert.Equal(1, (await Limiter.GetState()).Capacity);

        Assert.Equal(new StreamingOptions().MaxStreams, (await Limiter.SetCapacity(null)).Capacity);
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Limiter.SetCapacity(-1));
    }

    private int CallsOfLimiter => _cluster.Calls.Edges.GetValueOrDefault(("outside", "stream-limiter"));

    private static async Task<bool> Fails(Task<HeartbeatAnswer> report)
    {
        await ((Task)report).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return report.IsFaulted || (await report).Outcome != LimiterOutcome.Done;
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

    /// <summary>A grant needs a fresher look at the row than an answer does.</summary>
    private Task<TimeSpan> UntilGranted(LimiterCaller caller, string viewer) => Eventually.True("a token is granted", Soon, async () =>
    {
        _cluster.Clock.Advance(TimeSpan.FromMilliseconds(100));
        return (await Limiter.GetState()).IsSure && (await caller.Acquire(viewer, Film)).Lease is not null;
    });

    private Task<TimeSpan> UntilSure() => Eventually.True("the limiter has seen its row", Soon, async () =>
    {
        _cluster.Clock.Advance(TimeSpan.FromMilliseconds(100));
        return (await Limiter.GetState()).IsSure;
    });
}
