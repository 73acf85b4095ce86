using OrleansVideo.WebFrontend.Pages.Words;

namespace OrleansVideo.Tests.Pages;

public sealed class DurationWordsTests
{
    [Theory]
    [InlineData(0, "0:00")]
    [InlineData(0.04, "0:01")]
    [InlineData(59.2, "1:00")]
    [InlineData(754, "12:34")]
    [InlineData(3723, "1:02:03")]
    [InlineData(360_000, "100:00:00")]
    public void Clock_ReadsLikeAPlayer(double seconds, string words) => Assert.Equal(words, DurationWords.Clock(seconds));

    [Fact]
    public void Clock_OfAnAbsurdLength_StillAnswers() => Assert.Equal("1000000:00:00", DurationWords.Clock(3.6e9));

    [Fact]
    public void Machine_IsAnHtmlDuration_InAnyLocale()
    {
        using var german = new Spoken("de-DE");
        Assert.Equal("PT754.5S", DurationWords.Machine(754.5));
    }

    [Theory]
    [InlineData("6.23:59:59", "6 days")]
    [InlineData("1.00:00:00", "1 day")]
    [InlineData("23:59:59", "23 hours")]
    [InlineData("01:00:00", "1 hour")]
    [InlineData("00:01:30", "1 minute")]
    [InlineData("00:00:59", "less than a minute")]
    public void Left_SaysTheGreatestUnit_RoundedDown(string left, string words)
    {
        using var english = new Spoken();
        Assert.Equal(words, english.T.Left(TimeSpan.Parse(left, System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Theory]
    [InlineData("00:00:00.2", "Try again in 1 second.")]
    [InlineData("00:01:59", "Try again in 119 seconds.")]
    [InlineData("00:05:00", "Try again in 5 minutes.")]
    public void RetryAfter_SaysWhen(string wait, string words)
    {
        using var english = new Spoken();
        Assert.Equal(words, english.T.RetryAfter(TimeSpan.Parse(wait, System.Globalization.CultureInfo.InvariantCulture)));
    }
}
