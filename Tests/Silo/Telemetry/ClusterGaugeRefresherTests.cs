using System.Net;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using OrleansVideo.Grains;
using OrleansVideo.Silo.Telemetry;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Silo.Telemetry;

/// <summary>Who reads the figures of the whole cluster: some of them count every row of a table.</summary>
public sealed class ClusterGaugeRefresherTests
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly FakeTimeProvider _clock = new();
    private readonly List<SiloAddress> _active = [Address(1), Address(2), Address(3)];

    [Fact]
    public async Task Gauges_AreReadByOneSilo_AndByTheNextOneWhenItIsGone()
    {
        var silos = _active.Select(address => new RefreshingSilo(address, this)).ToArray();
        foreach (var silo in silos) await silo.StartAsync();
        await Eventually.True("the first silo reads", Patience, () => silos[0].Gauges.Reads > 0);
        await Eventually.True("the others have looked", Patience, () => silos[1..].All(silo => silo.Gauges.Forgets > 0));
        Assert.Equal([0, 0], silos[1..].Select(silo => silo.Gauges.Reads));

        _active.RemoveAt(0);
        await Eventually.True("the second silo reads", Patience, () =>
        {
            _clock.Advance(Pause);
            return silos[1].Gauges.Reads > 0;
        });
        var forgotten = silos[0].Gauges.Forgets;
        await Eventually.True("the silo that is no longer a member shows nothing", Patience, () =>
        {
            _clock.Advance(Pause);
            return silos[0].Gauges.Forgets > forgotten;
        });

        Assert.Equal(0, silos[2].Gauges.Reads);
        foreach (var silo in silos) await silo.StopAsync();
    }

    private static SiloAddress Address(int number) => SiloAddress.New(IPAddress.Loopback, 11110 + number, 1);

    private sealed class RefreshingSilo : IDisposable
    {
        private readonly ApplicationLifetime _lifetime = new(NullLogger<ApplicationLifetime>.Instance);
        private readonly ClusterGaugeRefresher _refresher;

        public RefreshingSilo(SiloAddress self, ClusterGaugeRefresherTests test) => _refresher = new(
            [Gauges], _lifetime, test._clock, NullLogger<ClusterGaugeRefresher>.Instance, new Membership(self, test._active));

        public CountedGauges Gauges { get; } = new();

        public async Task StartAsync()
        {
            await _refresher.StartAsync(TestContext.Current.CancellationToken);
            _lifetime.NotifyStarted();
        }

        public async Task StopAsync()
        {
            _lifetime.StopApplication();
            await _refresher.StopAsync(TestContext.Current.CancellationToken);
            Dispose();
        }

        public void Dispose() => _refresher.Dispose();
    }

    private sealed class CountedGauges : IClusterGauges
    {
        private int _reads;
        private int _forgets;

        public int Reads => Volatile.Read(ref _reads);

        public int Forgets => Volatile.Read(ref _forgets);

        public Task RefreshAsync()
        {
            Interlocked.Increment(ref _reads);
            return Task.CompletedTask;
        }

        public void Forget() => Interlocked.Increment(ref _forgets);
    }

    private sealed class Membership(SiloAddress self, List<SiloAddress> active) : ISiloStatusOracle
    {
        public SiloStatus CurrentStatus => SiloStatus.Active;

        public string SiloName => self.ToString();

        public SiloAddress SiloAddress => self;

        public Dictionary<SiloAddress, SiloStatus> GetApproximateSiloStatuses(bool onlyActive = false) =>
            active.ToDictionary(silo => silo, _ => SiloStatus.Active);

        public SiloAddress[] GetActiveSilos() => [.. active];

        public SiloStatus GetApproximateSiloStatus(SiloAddress siloAddress) => throw new NotSupportedException();

        public bool TryGetSiloName(SiloAddress siloAddress, out string siloName) => throw new NotSupportedException();

        public bool IsFunctionalDirectory(SiloAddress siloAddress) => throw new NotSupportedException();

        public bool IsDeadSilo(SiloAddress silo) => throw new NotSupportedException();

        public bool SubscribeToSiloStatusEvents(ISiloStatusListener observer) => throw new NotSupportedException();

        public bool UnSubscribeFromSiloStatusEvents(ISiloStatusListener observer) => throw new NotSupportedException();
    }
}
