using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using OrleansVideo.Catalog;
using OrleansVideo.Streaming;
using OrleansVideo.Tests.Silo;
using OrleansVideo.Tests.Silo.Telemetry;
using OrleansVideo.Tests.Site.Hosting;
using OrleansVideo.Tests.WebFrontend.Hosting;
using OrleansVideo.WebFrontend.Streaming.Facts;

namespace OrleansVideo.Tests.WebFrontend.Streaming.Facts;

public sealed class FactWatchTests : IDisposable
{
    private readonly FakeTimeProvider _clock = new();
    private readonly Measured _measured = new();
    private readonly FakeCatalogGrain _catalog = new();
    private readonly RecordingLogger<FactWatch> _log = new();
    private readonly HeldFilm _film = new();
    private readonly FactStore _store;
    private readonly FactWatch _watch;

    public FactWatchTests()
    {
        _store = new FactStore(_clock);
        _watch = new FactWatch(_store, FakeGrains.Of((typeof(ICatalogGrain), _ => _catalog)), Options.Create(new StreamingOptions()), _measured.Meters, _clock, _log);
    }

    public void Dispose()
    {
        _watch.Dispose();
        _store.Dispose();
        _film.Dispose();
        _measured.Dispose();
    }

    [Fact]
    public async Task Outage_IsLoggedOnce_AndSoIsItsEnd()
    {
        foreach (var isAway in new[] { false, true, true, true, false, false, true })
        {
            _catalog.Changes = isAway ? () => Task.FromException<RecentChanges>(new TimeoutException()) : Nothing;
            await _watch.Ask();
        }

        Assert.Equal([LogLevel.Warning, LogLevel.Information, LogLevel.Warning], _log.Entries.Select(entry => entry.Level));
    }

    [Fact]
    public async Task Answer_ThatTakesLong_IsNotOvertakenByAnotherQuestion()
    {
        var answer = new TaskCompletionSource<RecentChanges>();
        _catalog.Changes = () => answer.Task;
        await _watch.StartAsync(TestContext.Current.CancellationToken);
        await Eventually.True("it asks", TimeSpan.FromSeconds(20), () => PassAndCount() == 1);

        for (var i = 0; i < 10; i++) Assert.Equal(1, PassAndCount());
        answer.SetResult(await Nothing());

        await Eventually.True("it asks on", TimeSpan.FromSeconds(20), () => PassAndCount() >= 5);
        await _watch.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Answer_DropsWhatItNames_AndTheGaugeShowsIt()
    {
        await _watch.Ask();
        Hold();
        Assert.Contains("orleansvideo.stream.facts 1 {video}", _measured.Take());

        _catalog.Changes = () => Task.FromResult(new RecentChanges([new(_film.Id, 6)], IsComplete: true));
        await _watch.Ask();

        Assert.Contains("orleansvideo.stream.facts 0 {video}", _measured.Take());
    }

    /// <summary>No lease is valid by then; a deletion that this frontend does not hear of shall free its bytes.</summary>
    [Fact]
    public async Task Outage_OfALeaseLife_ClosesEverything()
    {
        await _watch.Ask();
        Hold();
        _catalog.Changes = () => Task.FromException<RecentChanges>(new TimeoutException());
        _clock.Advance(TimeSpan.FromSeconds(60));
        await _watch.Ask();
        Assert.Equal(1, _store.Count);

        _clock.Advance(TimeSpan.FromSeconds(1));
        await _watch.Ask();

        Assert.Equal(0, _store.Count);
    }

    private static Task<RecentChanges> Nothing() => Task.FromResult(new RecentChanges([], IsComplete: true));

    private int PassAndCount()
    {
        _clock.Advance(TimeSpan.FromMilliseconds(500));
        return _catalog.Asked;
    }

    private void Hold()
    {
        _film.HoldAndLetGo(_store, revision: 5);
        Assert.Equal(1, _store.Count);
    }
}
