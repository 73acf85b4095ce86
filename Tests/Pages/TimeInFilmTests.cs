using CsCheck;
using OrleansVideo.WebFrontend.Pages.Words;

namespace OrleansVideo.Tests.Pages;

public sealed class TimeInFilmTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("90", 90)]
    [InlineData("90s", 90)]
    [InlineData("1m30s", 90)]
    [InlineData("90m", 5_400)]
    [InlineData("1h2m3s", 3_723)]
    [InlineData("1H", 3_600)]
    [InlineData("0:07", 7)]
    [InlineData("1:23", 83)]
    [InlineData("59:59", 3_599)]
    [InlineData("1:02:03", 3_723)]
    public void Of_WhatPeopleWrite_IsTheTime(string text, int seconds) => Assert.Equal(seconds, TimeInFilm.Of(text));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("s")]
    [InlineData("90 ")]
    [InlineData("90\n")]
    [InlineData("1:2")]
    [InlineData("1:60")]
    [InlineData("1:2:03")]
    [InlineData("99:99:99")]
    [InlineData("1s2m")]
    [InlineData("123456")]
    [InlineData("99999999999999999999")]
    [InlineData("١")]
    [InlineData("<script>")]
    public void Of_WhatIsNoTime_IsNull(string? text) => Assert.Null(TimeInFilm.Of(text));

    [Theory]
    [InlineData(90.5, "1:30", 90)]
    [InlineData(90d, "1:30", null)]
    [InlineData(null, "1:30", null)]
    public void Within_AfterTheEnd_IsNull(double? duration, string text, int? seconds) => Assert.Equal(seconds, TimeInFilm.Within(duration, text));

    [Fact]
    public void Of_WhatAPlayerShows_IsTheSameTime() => Gen.Int[0, 359_999].Sample(seconds => TimeInFilm.Of(DurationWords.Clock(seconds)) == seconds);
}
