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

        var later = (await Row.TakeNext(Life)).Taken.Epoch;

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

        Assert.Equal(20, taken.Select(take => take.Taken.Epoch).Distinct().Count());
        Assert.Equal(taken.Max(take => take.Taken.Epoch), (await Row.Read(TestContext.Current.CancellationToken))!.Epoch);
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

    /// <summary>The activation dies a moment after it said "done"; the frontend has not heard of the eviction yet.</summary>
    [Fact]
    public async Task Eviction_HoldsForTheNextActivation_WhichTakesTheLeaseOverAsTakenBack_AndGrantsTheViewerNone()
    {
        var lease = await Held("a");
        Assert.True(await Limiter.Evict(lease));
        await _cluster.Forget(Limiter);

        Assert.Equal([lease], (await Web.Renew(lease)).Revoked);
        await Web.Release(lease);

        var refusal = (await Web.Acquire("a", Film)).Refusal!;
        Assert.Equal(RefusalCode.Evicted, refusal.Code);
        Assert.InRange(refusal.RetryAfter!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(90));
        Assert.Equal(1, (await Limiter.GetState()).RefusedEvicted);
        Assert.NotNull((await Web.Acquire("b", Film)).Lease);
    }

    [Fact]
    public async Task RevokedVideo_IsRevokedForTheNextActivation()
    {
        var lease = await Held("a");
        await Limiter.RevokeVideo(Film);
        await _cluster.Forget(Limiter);

        Assert.Equal([lease], (await Web.Renew(lease)).Revoked);
    }

    /// <summary>The limiter does not know yet which leases are held; the film's may be among them.</summary>
    [Fact]
    public async Task RevokedVideo_WhileTheLimiterStillLearns_IsRevokedForTheNextActivation()
    {
        var lease = await Held("a");
        await _cluster.Forget(Limiter);
        await Limiter.RevokeVideo(Film);
        await _cluster.Forget(Limiter);

        Assert.Equal([lease], (await Web.Renew(lease)).Revoked);
    }

    [Fact]
    public async Task Evict_WhileTheLimiterStillLearns_DoesNotSayThatThereIsNoSuchLease()
    {
        var lease = await Held("a");
        await _cluster.Forget(Limiter);

        await Assert.ThrowsAsync<TimeoutException>(() => Limiter.Evict(lease));

        await Web.Renew(lease);
        Assert.True(await Limiter.Evict(lease));
        Assert.False(await Limiter.Evict(Guid.NewGuid()));
    }

    [Fact]
    public async Task Evict_WithoutTheDatabase_IsNotAcknowledged_AndLeavesTheTokenAsItWas()
    {
        var lease = await Held("a");
        Database.Fail(new NpgsqlException("refused", new SocketException((int)SocketError.ConnectionRefused)));

        Assert.True(OrleansVideo.WebFrontend.Problems.ClusterTrouble.IsPassing(await Assert.ThrowsAnyAsync<Exception>(() => Limiter.Evict(lease))));
        Assert.True(OrleansVideo.WebFrontend.Problems.ClusterTrouble.IsPassing(await Assert.ThrowsAnyAsync<Exception>(() => Limiter.RevokeVideo(Guid.NewGuid()))));

        Database.Fail(null);
        var answer = await Web.Renew(lease);
        Assert.Empty(answer.Revoked);
        Assert.Empty(answer.Lost);
    }

    /// <summary>Another activation has taken over, and this one has not looked at the row since.</summary>
    [Theory, InlineData("evict"), InlineData("evict what is not held"), InlineData("revoke"), InlineData("capacity"), InlineData("hand over")]
    public async Task SupersededLimiter_AcknowledgesNothing(string what)
    {
        var lease = await Held("a");
        await Row.TakeNext(Life);

        await Assert.ThrowsAsync<TimeoutException>(() => what switch
        {
            "evict" => Limiter.Evict(lease),
            "evict what is not held" => Limiter.Evict(Guid.NewGuid()),
            "revoke" => Limiter.RevokeVideo(Guid.NewGuid()),
            "capacity" => Limiter.SetCapacity(1),
            _ => Web.HandOver(lease),
        });
    }

    /// <summary>A backup was put back, and the one who took over from it has counted to the same epoch.</summary>
    [Fact]
    public async Task LimiterOfTheSameEpoch_AfterARestoredBackup_IsFoundOut()
    {
        await Held("a");
        var own = (await Row.Read(TestContext.Current.CancellationToken))!;
        await Row.Replace(own, own with { Epoch = own.Epoch - 1, Nonce = "the one before" });
        Assert.Equal(own.Epoch, (await Row.TakeNext(Life)).Taken.Epoch);

        await Assert.ThrowsAsync<TimeoutException>(() => Limiter.RevokeVideo(Film));
    }

    private async Task<Guid> Held(string viewer)
    {
        var lease = (await Web.Acquire(viewer, Film)).Lease!.Id;
        Web.Held.Add(new ReportedLease(lease, new PlaybackKey(viewer, Film), "10.0.0.1", TimeSpan.FromSeconds(5)));
        return lease;
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
