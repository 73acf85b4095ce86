using OrleansVideo.Tests.Pages;
using OrleansVideo.WebFrontend.Localization;

namespace OrleansVideo.Tests.WebFrontend.Localization;

public sealed class ToldTextTests
{
    [Fact]
    public void Told_OfASentenceWithNumbers_KeepsThemInTheOtherLanguage()
    {
        using var chinese = new Spoken("zh-Hans");
        var told = chinese.T.Told("The file ends before its video data does: 1,000 of 2,345 bytes are there.");

        Assert.DoesNotContain("file", told, StringComparison.Ordinal);
        Assert.Contains("1,000", told, StringComparison.Ordinal);
        Assert.Contains("2,345", told, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("The file is damaged: the sample table makes no sense.")]
    [InlineData("Something that no pattern knows {0}.")]
    [InlineData("")]
    public void Told_InEnglish_IsWhatWasSaid(string sentence)
    {
        using var english = new Spoken();
        Assert.Equal(sentence, english.T.Told(sentence));
    }

    [Fact]
    public void Told_OfWhatHasNoTranslation_IsEnglish()
    {
        using var chinese = new Spoken("zh-Hans");
        Assert.Equal("Read-only file system", chinese.T.Told("Read-only file system"));
    }
}
