using OrleansVideo.WebFrontend.Pages.Words;

namespace OrleansVideo.Tests.Pages;

public sealed class SizeWordsTests
{
    [Theory]
    [InlineData(0, "0 bytes")]
    [InlineData(1, "1 byte")]
    [InlineData(1023, "1,023 bytes")]
    [InlineData(1024, "1 KiB")]
    [InlineData(1536, "1.5 KiB")]
    [InlineData(102_400, "100 KiB")]
    [InlineData(1024 * 1024 - 1, "1 MiB")]
    [InlineData(50L << 30, "50 GiB")]
    [InlineData(long.MaxValue, "8 EiB")]
    public void Of_SaysThreeDigitsAtMost(long bytes, string words)
    {
        using var english = new Spoken();
        Assert.Equal(words, english.T.Size(bytes));
    }
}
