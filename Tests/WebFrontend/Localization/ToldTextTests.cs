using OrleansVideo.Tests.Pages;
using OrleansVideo.WebFrontend.Localization;

namespace OrleansVideo.Tests.WebFrontend.Localization;

public sealed class ToldTextTests
{
    /// <summary>What checks say, in the words that the tests of each hold it to.</summary>
    [Theory]
    [InlineData("1 active, lost: 127.0.0.1:2", "127.0.0.1:2")]
    [InlineData("2 active", "2")]
    [InlineData("512 MiB left", "512 MiB")]
    [InlineData("The media directory can't be written: no room", "no room")]
    public void Told_OfACheck_IsInTheOtherLanguage(string sentence, string kept)
    {
        using var chinese = new Spoken("zh-Hans");
        var told = chinese.T.Told(sentence);

        Assert.Contains(kept, told, StringComparison.Ordinal);
        Assert.Matches(@"\p{IsCJKUnifiedIdeographs}", told);
        Assert.DoesNotMatch("[a-z]{4}", kept.Length == 0 ? told : told.Replace(kept, "", StringComparison.Ordinal));
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
