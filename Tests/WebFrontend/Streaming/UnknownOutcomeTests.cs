using System.Reflection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using OrleansVideo.Streaming;
using OrleansVideo.Tests.Silo.Telemetry;
using OrleansVideo.Tests.Site.Hosting;
using OrleansVideo.Tests.WebFrontend.Hosting;
using OrleansVideo.WebFrontend.Streaming;

namespace OrleansVideo.Tests.WebFrontend.Streaming;

/// <summary>A frontend in front of a limiter of a newer release, which answers what this release has no word for.</summary>
public sealed class UnknownOutcomeTests : IDisposable
{
    private readonly FakeTimeProvider _clock = new();
    private readonly Measured _measured = new();
    private readonly NewerLimiter _limiter;
    private readonly StreamLimiterClient _client;

    public UnknownOutcomeTests()
    {
        var limiter = DispatchProxy.Create<IStreamLimiterGrain, NewerLimiter>();
        _limiter = (NewerLimiter)(object)limiter;
        var grains = FakeGrains.Of((typeof(IStreamLimiterGrain), _ => limiter));
        var views = new ViewCounter(grains, new Frontend(), new StreamingMetrics(_measured.Meters), _clock, NullLogger<ViewCounter>.Instance);
        var playbacks = new Playbacks(Options.Create(new StreamingOptions()), _clock);
        _client = new StreamLimiterClient(playbacks, grains, new LimiterLink(new Frontend()), views, new LeaseLog(NullLogger<LeaseLog>.Instance), _clock);
    }

    public void Dispose()
    {
        _client.Dispose();
        _measured.Dispose();
    }

    [Fact]
    public async Task Outcome_ThatThisReleaseDoesNotKnow_GrantsNothing_AndIsAskedForAgain()
    {
        _limiter.UnknownAnswers = 2;

        var opening = _client.Open(new PlaybackKey("viewer", Guid.NewGuid()), "10.0.0.1");
        Assert.False(opening.IsCompleted);
        await Passed(opening);

        using var request = (await opening).Value;
        Assert.NotNull(request);
        Assert.Equal(3, _limiter.Asked);
    }

    [Fact]
    public async Task Outcome_ThatThisReleaseNeverLearns_LetsNothingFlow()
    {
        _limiter.UnknownAnswers = int.MaxValue;

        var opening = _client.Open(new PlaybackKey("viewer", Guid.NewGuid()), "10.0.0.1");
        await Passed(opening);

        await Assert.ThrowsAsync<TimeoutException>(() => opening);
    }

    private Task<TimeSpan> Passed(Task opening) => Eventually.True("the limiter was asked to its end", TimeSpan.FromSeconds(20), () =>
    {
        _clock.Advance(TimeSpan.FromMilliseconds(100));
        return opening.IsCompleted;
    });

    /// <summary>Says what nobody knows, so many times, and grants then.</summary>
    public class NewerLimiter : DispatchProxy
    {
        public int UnknownAnswers { get; set; }

        public int Asked { get; private set; }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => targetMethod!.Name switch
        {
            nameof(IStreamLimiterGrain.Acquire) => Task.FromResult(++Asked <= UnknownAnswers
                ? new StreamAnswer((LimiterOutcome)77, 1)
                : new StreamAnswer(LimiterOutcome.Done, 1, new StreamLease(Guid.NewGuid(), TimeSpan.FromSeconds(60), IsNew: false))),
            _ => throw new NotSupportedException(targetMethod.Name),
        };
    }
}
