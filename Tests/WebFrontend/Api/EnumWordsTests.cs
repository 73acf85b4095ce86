using OrleansVideo.Deletion;
using OrleansVideo.WebFrontend.Api;

namespace OrleansVideo.Tests.WebFrontend.Api;

public sealed class EnumWordsTests
{
    [Fact]
    public void Word_IsTheNameInCamelCase_AndIsReadBack()
    {
        Assert.Equal("deadLetter", DeletionState.DeadLetter.Word());
        Assert.All(Enum.GetValues<DeletionState>(), state => Assert.Equal(state, EnumWords.Parse<DeletionState>(state.Word())));
    }

    [Theory]
    [InlineData("DeadLetter"), InlineData("deadletter"), InlineData("1"), InlineData(" held"), InlineData(""), InlineData(null)]
    public void Parse_OfWhatIsNoWord_IsNull(string? word) => Assert.Null(EnumWords.Parse<DeletionState>(word));
}
