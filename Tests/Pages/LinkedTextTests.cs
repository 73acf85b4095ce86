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

    private static Gen<string> Pieces(params string[] pieces) => Gen.Int[0, pieces.Length - 1].Select(i => pieces[i]);
}
