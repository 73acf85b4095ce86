using System.Globalization;
using OrleansVideo.WebFrontend.Pages.Words;

namespace OrleansVideo.Tests.Pages;

public sealed class AgeWordsTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 5, 14, 7, 30, TimeSpan.Zero);

    [Theory]
    [InlineData("00:00:59", "just now")]
    [InlineData("00:01:00", "1 minute ago")]
    [InlineData("00:59:59", "59 minutes ago")]
    [InlineData("01:00:00", "1 hour ago")]
    [InlineData("1.00:00:00", "1 day ago")]
    [InlineData("29.23:00:00", "29 days ago")]
    [InlineData("30.00:00:00", "1 month ago")]
    [InlineData("364.00:00:00", "12 months ago")]
    [InlineData("365.00:00:00", "1 year ago")]
    [InlineData("800.00:00:00", "2 years ago")]
    public void Of_SaysTheGreatestUnit_RoundedDown(string age, string words)
    {
        using var english = new Spoken();
        Assert.Equal(words, english.T.Age(Now - TimeSpan.Parse(age, CultureInfo.InvariantCulture), Now));
    }

    [Fact]
    public void Of_WhatASlowClockTakesForTheFuture_IsJustNow()
    {
        using var english = new Spoken();
        Assert.Equal("just now", english.T.Age(Now.AddMinutes(3), Now));
    }

    [Theory]
    [InlineData("en", "5 March 2026, 14:07 UTC")]
    [InlineData("zh-Hans", "2026年3月5日 14:07 UTC")]
    public void ExactTime_IsUtc_InTheReadersLanguage(string language, string words)
    {
        using var spoken = new Spoken(language);
        Assert.Equal(words, spoken.T.ExactTime(Now.ToOffset(TimeSpan.FromHours(9))));
    }

    [Fact]
    public void Machine_IsUtc() => Assert.Equal("2026-03-05T14:07:30Z", AgeWords.Machine(Now.ToOffset(TimeSpan.FromHours(-5))));
}
