using Microsoft.Extensions.Time.Testing;
using OrleansVideo.WebFrontend.Limits;

namespace OrleansVideo.Tests.WebFrontend.Limits;

public sealed class RateWindowTests
{
    private const int Limit = 10;
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private readonly FakeTimeProvider _clock = new();
    private readonly RateWindow<string> _window;

    public RateWindowTests() => _window = new(1_000, _clock);

    [Fact]
    public void Events_AreRefusedFromTheLimitOn_OfThisKeyAlone()
    {
        Assert.Equal(Limit, Count(30));

        Assert.Null(_window.TryCount("other", Limit, Minute));
    }

    [Fact]
    public void FirstRefusal_OfAWindow_IsToldFromTheNext()
    {
        Count(Limit);

        Assert.True(_window.TryCount("a", Limit, Minute)!.Value.IsFirst);
        Assert.False(_window.TryCount("a", Limit, Minute)!.Value.IsFirst);
    }

    [Fact]
    public void WhoeverWaitsAsLongAsItSays_IsTaken_AndNotASecondEarlier()
    {
        Count(4);
        _clock.Advance(TimeSpan.FromSeconds(17));
        Count(6);

        for (var round = 0; round < 40; round++)
        {
            var wait = _window.TryCount("a", Limit, Minute)!.Value.Wait;
            Assert.True(wait > TimeSpan.Zero);
            _clock.Advance(wait - TimeSpan.FromMilliseconds(10));
            Assert.NotNull(_window.TryCount("a", Limit, Minute));
            _clock.Advance(TimeSpan.FromMilliseconds(10));
            Assert.NotEqual(0, Count(30));
        }
    }

    /// <summary>A burst is over one window after it began, and says so.</summary>
    [Fact]
    public void Burst_WaitsForOneWindowAtMost()
    {
        Count(Limit);
        _clock.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(TimeSpan.FromSeconds(58), _window.TryCount("a", Limit, Minute)!.Value.Wait);

        _clock.Advance(TimeSpan.FromSeconds(58));
        Assert.Equal(Limit, Count(30));
    }

    /// <summary>However they are spread: a window slides by twelfths, so eleven of them never have more than the limit.</summary>
    [Theory]
    [InlineData(700)]
    [InlineData(1_900)]
    [InlineData(5_100)]
    public void NoWindow_HasMoreThanTheLimit(int everyMilliseconds)
    {
        var taken = new List<TimeSpan>();
        var step = TimeSpan.FromMilliseconds(everyMilliseconds);
        for (var at = TimeSpan.Zero; at < TimeSpan.FromMinutes(20); at += step)
        {
            if (_window.TryCount("a", Limit, Minute) is null) taken.Add(at);
            _clock.Advance(step);
        }

        Assert.InRange(taken.Count, 19 * Limit, 22 * Limit);
        Assert.All(taken, from => Assert.InRange(taken.Count(at => at >= from && at <= from + (Minute * 11 / 12)), 1, Limit));
    }

    [Fact]
    public void Event_ThatCameToNothing_IsGivenBack()
    {
        Count(Limit);

        _window.GiveBack("a");

        Assert.Equal(1, Count(5));
    }

    [Fact]
    public void Zero_IsAnyNumber()
    {
        for (var i = 0; i < 1_000; i++) Assert.Null(_window.TryCount("a", 0, Minute));
        Assert.Equal(0, _window.Keys);
    }

    [Fact]
    public void Keys_AreBounded_AndForgottenWhenTheirTimeIsOver()
    {
        for (var i = 0; i < 5_000; i++) _window.TryCount($"key {i}", Limit, Minute);
        Assert.Equal(1_000, _window.Keys);

        _clock.Advance(Minute * 2);
        _window.TryCount("a", Limit, Minute);

        Assert.Equal(1, _window.Keys);
    }

    private int Count(int events) => Enumerable.Range(0, events).Count(_ => _window.TryCount("a", Limit, Minute) is null);
}
