using OrleansVideo.Grains.Streaming;

namespace OrleansVideo.Tests.Grains.Streaming;

public sealed class DepartureRateTests
{
    private readonly DepartureRate _rate = new(At(15));

    [Theory]
    [InlineData(1, 15), InlineData(3, 45), InlineData(0, 15), InlineData(1000, 600)]
    public void BeforeAnyDeparture_TheGuessCounts(int departures, int seconds) => Assert.Equal(At(seconds), _rate.Until(departures, At(100)));

    [Fact]
    public void TimeSinceTheLastDeparture_IsTakenOff()
    {
        _rate.Record(1, At(100));
        Assert.Equal((At(15), At(5), At(20)), (_rate.Until(1, At(100)), _rate.Until(1, At(110)), _rate.Until(2, At(110))));
    }

    [Fact]
    public void Silence_LongerThanTheAverage_TellsOfASlowerRate()
    {
        _rate.Record(1, At(0));
        Assert.Equal((At(40), At(80)), (_rate.Until(1, At(40)), _rate.Until(2, At(40))));
    }

    [Fact]
    public void Departures_TeachTheAverage_AFifthAtATime()
    {
        _rate.Record(1, At(0));
        _rate.Record(1, At(5));
        Assert.Equal(At(13), _rate.Until(1, At(5)));
    }

    [Fact]
    public void SeveralAtOnce_AreSeveralGaps()
    {
        _rate.Record(1, At(0));
        _rate.Record(2, At(10));
        Assert.Equal(At(13), _rate.Until(1, At(10)));
    }

    [Fact]
    public void NoDeparture_TeachesNothing()
    {
        _rate.Record(1, At(0));
        _rate.Record(0, At(10));
        Assert.Equal(At(5), _rate.Until(1, At(10)));
    }

    [Fact]
    public void Estimate_IsASecondAtLeast()
    {
        for (var n = 0; n < 100; n++) _rate.Record(1, TimeSpan.FromMilliseconds(n));
        Assert.Equal(At(1), _rate.Until(1, TimeSpan.FromMilliseconds(99)));
    }

    private static TimeSpan At(double seconds) => TimeSpan.FromSeconds(seconds);
}
