using System.Text.RegularExpressions;
using OrleansVideo.WebFrontend.Problems;

namespace OrleansVideo.Tests.WebFrontend.Problems;

public sealed partial class ProblemTableTests
{
    public static TheoryData<RefusalCode> Codes => [.. Enum.GetValues<RefusalCode>()];

    [Theory, MemberData(nameof(Codes))]
    public void EveryRefusal_HasAStatusItsOwnCodeAndWords(RefusalCode code)
    {
        var kind = ProblemTable.Of(code);

        Assert.InRange(kind.Status, 400, 599);
        Assert.Equal(CapitalInside().Replace(code.ToString(), "-$0").ToLowerInvariant(), kind.Code);
        Assert.NotEmpty(kind.Title);
        Assert.EndsWith(".", kind.Detail, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Codes))]
    public void EveryRefusalWhereWaitingHelps_SaysHowLong(RefusalCode code)
    {
        var kind = ProblemTable.Of(code);

        Assert.Equal(kind.Status is 429 or 503 or 507, kind.RetryAfter is not null);
    }

    [Fact]
    public void RefusalOfANewerRelease_IsToldAsAnUpgrade_WithItsOwnWordsAndWait()
    {
        var unknown = (RefusalCode)9_999;

        Assert.Equal((503, "newer-version"), (ProblemTable.Of(unknown).Status, ProblemTable.Of(unknown).Code));
        Assert.NotNull(ProblemTable.Of(unknown).RetryAfter);
        var told = Assert.IsType<ProblemResult>(new Refusal(unknown, "The moon is full.", TimeSpan.FromDays(29)).ToProblem()).Kind;
        Assert.Equal(("The moon is full.", TimeSpan.FromDays(29)), (told.Detail, told.RetryAfter));
    }

    [Theory]
    [InlineData(RefusalCode.NotFound, 404)]
    [InlineData(RefusalCode.SignInRequired, 401)]
    [InlineData(RefusalCode.NotYours, 403)]
    [InlineData(RefusalCode.Gone, 410)]
    [InlineData(RefusalCode.NotReady, 409)]
    [InlineData(RefusalCode.UploadSuperseded, 409)]
    [InlineData(RefusalCode.RequestLimit, 429)]
    [InlineData(RefusalCode.StorageFull, 507)]
    [InlineData(RefusalCode.TypeNotAllowed, 415)]
    [InlineData(RefusalCode.QuotaExceeded, 413)]
    public void Status_IsThatOfTheContract(RefusalCode code, int status) => Assert.Equal(status, ProblemTable.Of(code).Status);

    [GeneratedRegex("(?<!^)[A-Z]")]
    private static partial Regex CapitalInside();
}
