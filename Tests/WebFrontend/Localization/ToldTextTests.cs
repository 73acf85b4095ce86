using OrleansVideo.Tests.Pages;
using OrleansVideo.WebFrontend.Localization;

namespace OrleansVideo.Tests.WebFrontend.Localization;

public sealed class ToldTextTests
{
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
