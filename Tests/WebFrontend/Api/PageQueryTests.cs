using OrleansVideo.WebFrontend.Api;

namespace OrleansVideo.Tests.WebFrontend.Api;

public sealed class PageQueryTests
{
    [Theory]
    [InlineData(null, 24)]
    [InlineData("1", 1)]
    [InlineData("100", 100)]
    public void Limit_WithinItsRange_IsTaken(string? limit, int expected)
    {
        Assert.True(new PageQuery(limit, null).Read().TryGet(out var page, out _));
        Assert.Equal(expected, page.Limit);
        Assert.Null(page.Cursor);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("101")]
    [InlineData("-1")]
    [InlineData("+5")]
    [InlineData(" 5")]
    [InlineData("5.0")]
    [InlineData("99999999999999999999")]
    [InlineData("ten")]
    [InlineData("")]
    public void Limit_OfAnythingElse_IsRefused(string limit) =>
        Assert.Equal(RefusalCode.QueryInvalid, new PageQuery(limit, null).Read().Refusal?.Code);

    [Fact]
    public void Cursor_ThatIsEmptyOrHuge_IsRefusedAndAnyOtherPassedOn()
    {
        Assert.Equal(RefusalCode.QueryInvalid, new PageQuery(null, "").Read().Refusal?.Code);
        Assert.Equal(RefusalCode.QueryInvalid, new PageQuery(null, new string('x', 513)).Read().Refusal?.Code);
        Assert.Equal("abc", new PageQuery(null, "abc").Read().Value?.Cursor);
    }
}
