using OrleansVideo.Grains.Catalog;

namespace OrleansVideo.Tests.Grains.Catalog;

public sealed class SearchTextTests
{
    [Theory]
    [InlineData("big buck", new[] { "big", "buck" })]
    [InlineData("  a\tb ", new[] { "a", "b" })]
    [InlineData("OR NOT *", new[] { "OR", "NOT" })]
    [InlineData("a\0b \0", new[] { "ab" })]
    [InlineData("say \"hi\"", new[] { "say", "\"hi\"" })]
    public void Words_AreWhatHasALetterOrADigit(string text, string[] expected) => Assert.Equal(expected, SearchText.Words(text));

    [Fact]
    public void Words_BeyondTheLimit_AreLeftOut() =>
        Assert.Equal(SearchText.MaxWords, SearchText.Words(string.Join(' ', Enumerable.Range(0, 100))).Count);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("*** --- ()")]
    public void Words_OfTextWithoutAny_AreNone(string? text) => Assert.Empty(SearchText.Words(text));
}
