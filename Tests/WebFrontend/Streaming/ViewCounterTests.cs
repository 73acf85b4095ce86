using System.Reflection;
using Microsoft.Extensions.Logging.Abstractions;
using OrleansVideo.Tests.Silo.Telemetry;
using OrleansVideo.Tests.WebFrontend.Hosting;
using OrleansVideo.Videos;
using OrleansVideo.WebFrontend.Streaming;

namespace OrleansVideo.Tests.WebFrontend.Streaming;

public sealed class ViewCounterTests
{
    [Fact]
    public async Task Stop_WithTheClusterAway_AsksOnceAndNotForEachVideo()
    {
        var video = DispatchProxy.Create<IVideoGrain, AwayVideo>();
        using var measured = new Measured();
        using var counter = new ViewCounter(
            FakeGrains.Of((typeof(IVideoGrain), _ => video)), new StreamingMetrics(measured.Meters), TimeProvider.System, NullLogger<ViewCounter>.Instance);
        for (var film = 0; film < 20; film++) counter.Count(Guid.NewGuid());

        await counter.StopAsync(TestContext.Current.CancellationToken);

        Assert.Equal(1, ((AwayVideo)(object)video).Asked);
    }

    /// <summary>Every video of a cluster that does not answer.</summary>
    public class AwayVideo : DispatchProxy
    {
        public int Asked { get; private set; }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            Asked++;
            return Task.FromException(new TimeoutException());
        }
    }
}
