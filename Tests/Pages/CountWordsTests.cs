using OrleansVideo.WebFrontend.Pages.Words;

namespace OrleansVideo.Tests.Pages;

public sealed class CountWordsTests
{
    [Theory]
    [InlineData(0, "0 views")]
    [InlineData(1, "1 view")]
    [InlineData(1234, "1,234 views")]
    public void Of_KnowsOneFromMany(long count, string words)
    {
        using var english = new Spoken();
        Assert.Equal(words, english.T.Count(count, "{0} view", "{0} views"));
    }
}
