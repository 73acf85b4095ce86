using System.Reflection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using OrleansVideo.Streaming;
using OrleansVideo.Tests.Silo.Telemetry;
using OrleansVideo.Tests.WebFrontend.Hosting;
using OrleansVideo.WebFrontend.Streaming;

namespace OrleansVideo.Tests.WebFrontend.Streaming;

/// <summary>
/// Whoever asks for a playback's token from the moment on in which it is given back may be given the same lease again: the
/// message that lets go of it must be older, or it would take it away.
/// </summary>
public sealed class GiveBackTests : IDisposable
{
    private static readonly Guid Lease = Guid.NewGuid();
    private readonly Measured _measured = new();
    private readonly FakeTimeProvider _clock = new();
    private readonly LimiterLink _link = new(new Frontend());
    private readonly NumberAtTheEnd _atTheEnd;
    private readonly ScriptedLimiter _limiter;
    private readonly StreamLimiterClient _web;
    private readonly PlaybackKey _key = new("viewer", Guid.NewGuid());

    public GiveBackTests()
    {
        _atTheEnd = new NumberAtTheEnd(_link);
        var limiter = DispatchProxy.Create<IStreamLimiterGrain, ScriptedLimiter>();
        _limiter = (ScriptedLimiter)(object)limiter;
        var grains = FakeGrains.Of((typeof(IStreamLimiterGrain), _ => limiter));
        var views = new ViewCounter(grains, new Frontend(), new StreamingMetrics(_measured.Meters), _clock, NullLogger<ViewCounter>.Instance);
        var playbacks = new Playbacks(Options.Create(new StreamingOptions()), _clock);
        _web = new StreamLimiterClient(playbacks, grains, _link, views, new LeaseLog(_atTheEnd), _clock);
    }

    public void Dispose()
    {
        _web.Dispose();
        _measured.Dispose();
    }

    [Fact]
    public async Task Idle_IsLetGoOf_ByAMessageOlderThanWhateverAsksAnew()
    {
        await Play();
        _clock.Advance(TimeSpan.FromSeconds(16));

        await _web.Renew();

        Assert.InRange(_limiter.Released, 1, _atTheEnd.Drawn - 1);
    }

    [Fact]
    public async Task TakenBack_IsLetGoOf_ByAMessageOlderThanWhateverAsksAnew()
    {
        await Play();
        _limiter.Revoked = [Lease];

        await _web.Renew();

        Assert.InRange(_limiter.Released, 1, _atTheEnd.Drawn - 1);
    }

    private async Task Play() => (await _web.Open(_key, "10.0.0.1")).Value!.Dispose();

    /// <summary>Asks in the very moment in which a lease ends.</summary>
    private sealed class NumberAtTheEnd(LimiterLink link) : ILogger<LeaseLog>
    {
        public long Drawn { get; private set; }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (eventId.Id == 4131) Drawn = link.Next().Number;
        }
    }

    /// <summary>A limiter that lets the viewer join one lease, and notes the number of the message that lets go of it.</summary>
    public class ScriptedLimiter : DispatchProxy
    {
        public Guid[] Revoked { get; set; } = [];

        public long Released { get; private set; }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            switch (targetMethod!.Name)
            {
                case nameof(IStreamLimiterGrain.Acquire):
                    return Task.FromResult(new StreamAnswer(LimiterOutcome.Done, 0, new StreamLease(Lease, TimeSpan.FromSeconds(60), IsNew: false)));
                case nameof(IStreamLimiterGrain.Renew):
                    return Task.FromResult(new HeartbeatAnswer(LimiterOutcome.Done, 0, TimeSpan.FromSeconds(60), [], Revoked, []));
                case nameof(IStreamLimiterGrain.Release):
                    Released = ((FrontendMark)args![0]!).Number;
                    return Task.FromResult(LimiterOutcome.Done);
                default:
                    throw new NotSupportedException(targetMethod.Name);
            }
        }
    }
}
