using Microsoft.Extensions.DependencyInjection;
using OrleansVideo.Grains.Database;
using OrleansVideo.Silo.Database;
using OrleansVideo.Streaming;
using OrleansVideo.Tests.Silo.Database;

namespace OrleansVideo.Tests.Grains.Streaming;

/// <summary>The silo of the limiter stops in good order, and another is there.</summary>
public sealed class LimiterMoveTests : IAsyncLifetime
{
    private static readonly Guid Film = Guid.NewGuid();
    private readonly TwoSilosOneDatabase _cluster = new();

    private IStreamLimiterGrain Limiter => _cluster.Grains.GetGrain<IStreamLimiterGrain>(IStreamLimiterGrain.Key);

    public ValueTask InitializeAsync() => _cluster.InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        await _cluster.DisposeAsync();
        _cluster.File.Dispose();
    }

    [Fact]
    public async Task PlannedStop_TakesLeasesAndQueueAlong_AndGrantsGoOnThoughAFrontendStaysSilent()
    {
        var (web, silent) = (new LimiterCaller(Limiter), new LimiterCaller(Limiter));
        await Limiter.SetCapacity(2);
        var lease = (await web.Acquire("a", Film)).Lease!.Id;
        var others = (await silent.Acquire("b", Film)).Lease!.Id;
        foreach (var viewer in new[] { "d", "c" }) Assert.Equal(RefusalCode.StreamsExhausted, (await web.Acquire(viewer, Film)).Refusal?.Code);
        Assert.True(await Limiter.Evict(others));
        var before = await Limiter.GetState();

        await StopSiloOfLimiter();

        var after = await Limiter.GetState();
        Assert.Equal((before.Epoch + 1, 2, 2, true), (after.Epoch, after.Held, after.Waiting, after.IsGranting));
        Assert.Equal(before.Granted, after.Granted);
        web.Held.Add(new ReportedLease(lease, new PlaybackKey("a", Film), "10.0.0.1", TimeSpan.FromSeconds(5)));
        Assert.Empty((await web.Renew(lease)).Lost);
        Assert.Equal(2, (await Limiter.Place(new PlaybackKey("c", Film)))!.Position);
        await web.Release(lease);
        Assert.NotNull((await web.Acquire("d", Film)).Lease);
        Assert.Equal(RefusalCode.StreamsExhausted, (await web.Acquire("c", Film)).Refusal?.Code);
        Assert.Equal(RefusalCode.Evicted, (await web.Acquire("b", Film)).Refusal?.Code);
    }

    private async Task StopSiloOfLimiter()
    {
        var address = await _cluster.Grains.GetGrain<IManagementGrain>(0).GetActivationAddress(Limiter);
        await _cluster.Cluster.StopSiloAsync(_cluster.Cluster.Silos.Single(silo => silo.SiloAddress.Equals(address)));
    }

    private sealed class TwoSilosOneDatabase : GrainCluster
    {
        public TestDatabase File { get; } = new();

        protected override short Silos => 2;

        protected override void UseDatabase(IServiceCollection services) =>
            services.AddSingleton<IVideoDatabase>(_ => new SwitchedDatabase(new SqliteVideoDatabase(File.Source), DatabaseClock));
    }
}
