using System.Diagnostics;
using CsCheck;
using OrleansVideo.WebFrontend.Pages.Words;

namespace OrleansVideo.Tests.Pages;

public sealed class LinkedTextTests
{
    [Fact]
    public void Parts_OfTextWithAnAddress_LinksTheAddressAlone() => Assert.Equal(
        [new("See "), new("https://example.org/a?b=c#d", "https://example.org/a?b=c#d"), new(", or don't.\n")],
        LinkedText.Parts("See https://example.org/a?b=c#d, or don't.\n"));

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("data:text/html,x")]
    [InlineData("ftp://example.org/")]
    [InlineData("https://")]
    [InlineData("http://.")]
    [InlineData("xhttps://example.org/")]
    [InlineData("https//example.org")]
    public void Parts_OfWhatIsNoWebAddress_LinksNothing(string text) =>
        Assert.All(LinkedText.Parts(text), part => Assert.Null(part.Link));

    [Fact]
    public void Parts_OfMarkup_EndTheAddressBeforeIt() => Assert.Equal(
        [new("https://example.org/", "https://example.org/"), new("\"onclick=\"alert(1)")],
        LinkedText.Parts("https://example.org/\"onclick=\"alert(1)"));

    [Fact]
    public void Parts_PutTogether_AreTheText() => Gen.OneOf(
            Gen.String,
            Pieces("https://", "http://a", "HTTPS://B.example/", ".", ")", " ", "\n", "<", "ü", "😀", "@:/").Array.Select(string.Concat))
        .Sample(text => string.Concat(LinkedText.Parts(text).Select(part => part.Text)) == text);

    [Fact]
    public void Parts_LinkOnlyToTheWeb() => Pieces("https://", "http://", "a", "@", ":", "/", "%", "[", "x.example", "\t")
        .Array.Select(string.Concat)
        .Sample(text => LinkedText.Parts(text).All(part => part.Link is null || part.Link.StartsWith("http", StringComparison.Ordinal)));

    [Fact]
    public void Parts_OfTimesInTheFilm_AreThoseTimes() => Assert.Equal(
        [new("At "), new("0:07", Seconds: 7), new(", "), new("1:23", Seconds: 83), new(" and ("), new("1:02:03", Seconds: 3_723), new(").")],
        LinkedText.Parts("At 0:07, 1:23 and (1:02:03).", duration: 4_000));

    [Fact]
    public void Parts_OfATimeAfterTheEnd_LinkNothing() => Assert.Equal([new("1:23")], LinkedText.Parts("1:23", duration: 83));

    [Fact]
    public void Parts_WithoutADuration_LinkNoTime() => Assert.Equal([new("1:23")], LinkedText.Parts("1:23"));

    [Theory]
    [InlineData("16:9")]
    [InlineData("1:60")]
    [InlineData("a1:23")]
    [InlineData("1:23a")]
    [InlineData("1:23:4")]
    [InlineData("1:23:45:12")]
    [InlineData("10.1:23")]
    [InlineData("1:23.5")]
    [InlineData("123:45")]
    [InlineData("2026-01-01T10:00:00")]
    [InlineData("[::1:23]")]
    [InlineData("１:２３")]
    public void Parts_OfWhatIsNoTime_LinkNothing(string text) =>
        Assert.All(LinkedText.Parts(text, duration: 360_000), part => Assert.Null(part.Seconds));

    [Fact]
    public void Parts_OfAnAddressWithATime_LinkTheAddressAlone() => Assert.Equal(
        [new("https://example.org/1:23", "https://example.org/1:23")], LinkedText.Parts("https://example.org/1:23", duration: 100));

    [Fact]
    public void Parts_OfHostileTimes_AreFoundAtOnce()
    {
        var text = string.Concat(Enumerable.Repeat("1:1:11:111:", 500_000));
        var started = Stopwatch.GetTimestamp();
        Assert.Equal(text.Length, LinkedText.Parts(text, duration: 100).Sum(part => part.Text.Length));
        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.Zero, TimeSpan.FromSeconds(10)); // A rule that went back and forth would take hours.
    }

    [Fact]
    public void Parts_WithTimes_AreTheTextAndStayWithinTheFilm() => Pieces("1", "23", ":", "0:", "9:59", "1:02:03", " ", "https://a/", "\n", "ü")
        .Array.Select(string.Concat)
        .Sample(text =>
        {
            var parts = LinkedText.Parts(text, duration: 600).ToList();
            return string.Concat(parts.Select(part => part.Text)) == text && parts.All(part => part.Seconds is null or (>= 0 and < 600));
        });

    private static Gen<string> Pieces(params string[] pieces) => Gen.Int[0, pieces.Length - 1].Select(i => pieces[i]);
}
