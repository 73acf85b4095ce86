using System.Reflection;
using Microsoft.Extensions.Logging;
using OrleansVideo.Tests.Silo;
using OrleansVideo.Tests.Silo.Telemetry;
using OrleansVideo.Tests.WebFrontend.Hosting;
using OrleansVideo.Videos;
using OrleansVideo.WebFrontend.Streaming;

namespace OrleansVideo.Tests.WebFrontend.Streaming;

public sealed class ViewCounterTests : IDisposable
{
    private readonly Measured _measured = new();
    private readonly RecordingLogger<ViewCounter> _log = new();
    private readonly Frontend _frontend = new();
    private readonly ScriptedCounter _grain;
    private readonly ViewCounter _counter;

    public ViewCounterTests()
    {
        var grain = DispatchProxy.Create<IViewCounterGrain, ScriptedCounter>();
        _grain = (ScriptedCounter)(object)grain;
        _counter = new ViewCounter(
            FakeGrains.Of((typeof(IViewCounterGrain), _ => grain)), _frontend, new StreamingMetrics(_measured.Meters), TimeProvider.System, _log);
    }

    public void Dispose()
    {
        _counter.Dispose();
        _measured.Dispose();
    }

    [Fact]
    public async Task Flush_SendsOneMessage_ForHoweverManyVideos()
    {
        var videos = Enumerable.Range(0, ViewBatch.MaxVideos).Select(_ => Guid.NewGuid()).ToArray();
        foreach (var video in videos) _counter.Count(video);
        _counter.Count(videos[7]);

        await _counter.Flush();
        await _counter.Flush(); // Nothing is left.

        var batch = Assert.Single(_grain.Batches);
        Assert.True(batch.IsValid());
        Assert.Equal((_frontend.Id, 1L), (batch.Frontend, batch.Number));
        Assert.Equal(videos.Order(), batch.Counts.Select(count => count.VideoId).Order());
        Assert.Equal(2, batch.Counts.Single(count => count.VideoId == videos[7]).Views);
    }

    [Fact]
    public async Task MoreVideosThanABatchTakes_GoInSeveral_EachWithItsNumber()
    {
        for (var video = 0; video < (2 * ViewBatch.MaxVideos) + 1; video++) _counter.Count(Guid.NewGuid());

        await _counter.Flush();

        Assert.Equal([1, 2, 3], _grain.Batches.Select(batch => batch.Number));
        Assert.All(_grain.Batches, batch => Assert.True(batch.IsValid()));
        Assert.Equal((2 * ViewBatch.MaxVideos) + 1, _grain.Batches.Sum(batch => batch.Counts.Length));
    }

    /// <summary>Whether it was counted is not known: so it comes again as it was, and what came later has a number of its own.</summary>
    [Fact]
    public async Task Batch_ThatWasNotAnswered_IsSentAgainAsItWas_BeforeAnythingLater()
    {
        var video = Guid.NewGuid();
        _counter.Count(video);
        _grain.Failure = new TimeoutException();
        await _counter.Flush();
        _counter.Count(video);
        await _counter.Flush();
        _grain.Failure = null;
        await _counter.Flush();

        Assert.Equal([1, 1, 1, 2], _grain.Batches.Select(batch => batch.Number));
        Assert.All(_grain.Batches, batch => Assert.Equal([new ViewCount(video, 1)], batch.Counts));
        Assert.Equal([LogLevel.Warning, LogLevel.Information], _log.Entries.Select(entry => entry.Level)); // The first of a row, and its end.
    }

    [Fact]
    public async Task Batch_ThatIsRefused_IsGivenUp_AndLaterOnesAreSent()
    {
        _grain.Outcome = ViewBatchOutcome.Refused;
        _counter.Count(Guid.NewGuid());
        await _counter.Flush();
        _grain.Outcome = ViewBatchOutcome.Counted;
        _counter.Count(Guid.NewGuid());
        await _counter.Flush();

        Assert.Equal([1, 2], _grain.Batches.Select(batch => batch.Number));
        Assert.Equal(LogLevel.Error, Assert.Single(_log.Entries).Level);
    }

    [Fact]
    public async Task Answer_OfANewerRelease_ThatIsNotKnown_CountsAsNone()
    {
        _grain.Outcome = (ViewBatchOutcome)9_999;
        _counter.Count(Guid.NewGuid());
        await _counter.Flush();
        _grain.Outcome = ViewBatchOutcome.Repeated;
        await _counter.Flush();
        await _counter.Flush();

        Assert.Equal([1, 1], _grain.Batches.Select(batch => batch.Number));
    }

    [Fact]
    public async Task Stop_SendsWhatIsLeft()
    {
        _counter.Count(Guid.NewGuid());
        await _counter.StopAsync(TestContext.Current.CancellationToken);
        Assert.Single(_grain.Batches);
        Assert.Empty(_log.Entries);
    }

    [Fact]
    public async Task Stop_WithTheClusterAway_AsksOnceAndNotForEachVideo_AndSaysWhatIsLost()
    {
        for (var video = 0; video < 20; video++) _counter.Count(Guid.NewGuid());
        _grain.Failure = new TimeoutException();

        await _counter.StopAsync(TestContext.Current.CancellationToken);

        Assert.Single(_grain.Batches);
        Assert.Contains(_log.Entries, entry => entry.Message.Contains("20 views", StringComparison.Ordinal));
    }

    /// <summary>A counter that notes what it is sent, and answers or fails as the test says.</summary>
    public class ScriptedCounter : DispatchProxy
    {
        public List<ViewBatch> Batches { get; } = [];

        public Exception? Failure { get; set; }

        public ViewBatchOutcome Outcome { get; set; } = ViewBatchOutcome.Counted;

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            Assert.Equal(nameof(IViewCounterGrain.Add), targetMethod!.Name);
            Batches.Add((ViewBatch)args![0]!);
            return Failure is { } failure ? Task.FromException<ViewBatchOutcome>(failure) : Task.FromResult(Outcome);
        }
    }
}
