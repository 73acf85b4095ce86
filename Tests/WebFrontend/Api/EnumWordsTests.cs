using OrleansVideo.Deletion;
using OrleansVideo.WebFrontend.Api;

namespace OrleansVideo.Tests.WebFrontend.Api;

public sealed class EnumWordsTests
{
    [Fact]
    public void Word_IsTheNameInCamelCase_AndIsReadBack()
    {
        Assert.Equal("deadLetter", DeletionState.DeadLetter.Word());
        Assert.All(EnumWords.Known<DeletionState>(), state => Assert.Equal(state, EnumWords.Parse<DeletionState>(state.Word())));
    }

    [Fact]
    public void NumberOfANewerRelease_IsTheWordUnknown_WhichCannotBeChosen()
    {
        Assert.Equal("unknown", ((DeletionState)77).Word());
        Assert.Equal("unknown", DeletionState.Unknown.Word());
        Assert.Equal(Enum.GetValues<DeletionState>().Length - 1, EnumWords.Known<DeletionState>().Count());
    }

    [Theory]
    [InlineData("DeadLetter"), InlineData("deadletter"), InlineData("1"), InlineData(" held"), InlineData(""), InlineData(null), InlineData("unknown")]
    public void Parse_OfWhatIsNoWord_IsNull(string? word) => Assert.Null(EnumWords.Parse<DeletionState>(word));
}
