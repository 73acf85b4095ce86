using OrleansVideo.Grains.Catalog;

namespace OrleansVideo.Tests.Grains.Catalog;

public sealed class SearchTextTests
{
    [Theory]
    [InlineData("big buck", "\"big\"* \"buck\"*")]
    [InlineData("  a\tb ", "\"a\"* \"b\"*")]
    [InlineData("OR NOT *", "\"OR\"* \"NOT\"*")]
    [InlineData("say \"hi\"", "\"say\"* \"\"\"hi\"\"\"*")]
    public void ToMatchExpression_QuotesEveryWord(string text, string expected) =>
        Assert.Equal(expected, SearchText.ToMatchExpression(text));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("*** --- ()")]
    public void ToMatchExpression_OfNoWord_IsNull(string? text) => Assert.Null(SearchText.ToMatchExpression(text));
}
