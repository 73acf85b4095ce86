using OrleansVideo.WebFrontend.Streaming;

namespace OrleansVideo.Tests.WebFrontend.Streaming;

/// <summary>How long beats alone keep a lease; a beat every five seconds, of a file of 100 kB a second.</summary>
public sealed class BeatBudgetTests
{
    private const double Rate = 100_000;
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(5);

    /// <summary>A lease that is kept for this long is kept for ever.</summary>
    private static readonly TimeSpan Long = TimeSpan.FromHours(4);

    private readonly BeatBudget _budget = new();
    private TimeSpan _now = TimeSpan.FromHours(1);

    [Fact]
    public void WhoTakesNothing_KeepsTheLeaseForAMinute() => Assert.Equal(BeatBudget.Ahead, BeatsFor(isPaused: false, taken: 0));

    [Fact]
    public void WhoPauses_KeepsItForFiveMinutes() => Assert.Equal(BeatBudget.LongestPause, BeatsFor(isPaused: true, taken: 0));

    [Fact]
    public void WhoAlternates_KeepsItForBothTogether_AndNoLonger()
    {
        var kept = TimeSpan.Zero;
        for (var beat = 0; kept < Long && _budget.Spend(_now, beat % 2 == 0, 0, Rate); beat++, _now += Beat) kept += Beat;
        Assert.InRange(kept, BeatBudget.Ahead, BeatBudget.Ahead + BeatBudget.LongestPause + Beat);
    }

    /// <summary>Two minutes of the file were taken at once.</summary>
    [Fact]
    public void WhoTookBytesAhead_KeepsItForAsLongAsTheyLast_AndAMinute() =>
        Assert.Equal(TimeSpan.FromMinutes(3), BeatsFor(isPaused: false, taken: (long)(120 * Rate)));

    [Fact]
    public void SmallFile_TakenWhole_IsNoSeatForADay() => Assert.Equal(BeatBudget.MostAhead, BeatsFor(isPaused: false, taken: (long)(86_400 * Rate)));

    /// <summary>Three hours of a quiet stretch that needs a third of the mean rate, taken twenty seconds' worth at a time.</summary>
    [Fact]
    public void WhoPlays_KeepsIt_ThroughStretchesThatNeedFewBytes()
    {
        var taken = 0L;
        for (var second = 0; second < 3 * 3600; second += 5, _now += Beat)
        {
            if (second % 60 == 0) taken += (long)(20 * Rate);
            Assert.True(_budget.Spend(_now, isPaused: second % 300 is > 200 and < 250, taken, Rate), $"after {second} s");
        }
    }

    [Fact]
    public void WhoTakesAByteNowAndThen_TakesNothing()
    {
        var (taken, kept) = (0L, TimeSpan.Zero);
        for (; kept < Long && _budget.Spend(_now, isPaused: false, taken += 10, Rate); _now += Beat) kept += Beat;
        Assert.Equal(BeatBudget.Ahead, kept);
    }

    [Fact]
    public void FileWhoseDurationIsNotKnown_HasALowRate()
    {
        Assert.True(_budget.Spend(_now, isPaused: false, 32_000 * 100, bytesPerSecond: null));
        _now += TimeSpan.FromSeconds(159);
        Assert.True(_budget.Spend(_now, isPaused: false, 32_000 * 100, bytesPerSecond: null));
        _now += TimeSpan.FromSeconds(2);
        Assert.False(_budget.Spend(_now, isPaused: false, 32_000 * 100, bytesPerSecond: null));
    }

    private TimeSpan BeatsFor(bool isPaused, long taken)
    {
        var began = _now;
        while (_now - began < Long && _budget.Spend(_now, isPaused, taken, Rate)) _now += Beat;
        return _now - began;
    }
}
