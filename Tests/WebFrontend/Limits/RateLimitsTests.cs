using System.Diagnostics.Metrics;
using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using OrleansVideo.Tests.Silo;
using OrleansVideo.WebFrontend.Limits;

namespace OrleansVideo.Tests.WebFrontend.Limits;

public sealed class RateLimitsTests : IDisposable
{
    private readonly FakeTimeProvider _clock = new();
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();

    /// <summary>Whoever never writes too fast can still write too much; and what the hour refuses is none of the minute's.</summary>
    [Fact]
    public void Comments_AreCountedByTheMinuteAndByTheHour()
    {
        var limits = new RateLimits(
            Options.Create(new LimitOptions { CommentsPerMinute = 10, CommentsPerHour = 25 }),
            _clock,
            _services.GetRequiredService<IMeterFactory>(),
            new RecordingLogger<RateLimits>());
        for (var minute = 0; minute < 2; minute++)
        {
            for (var i = 0; i < 10; i++) Assert.Null(Comment(limits));
            Assert.InRange(Comment(limits)!.RetryAfter!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
            _clock.Advance(TimeSpan.FromMinutes(1));
        }

        for (var i = 0; i < 5; i++) Assert.Null(Comment(limits));
        for (var i = 0; i < 20; i++) Assert.Equal(TimeSpan.FromMinutes(58), Comment(limits)!.RetryAfter);

        _clock.Advance(TimeSpan.FromMinutes(58));
        for (var i = 0; i < 10; i++) Assert.Null(Comment(limits));
    }

    public void Dispose() => _services.Dispose();

    private static Refusal? Comment(RateLimits limits) => limits.Refuse(
        RateLimitKind.Comments, new DefaultHttpContext { Connection = { RemoteIpAddress = IPAddress.Parse("192.0.2.1") } });
}
