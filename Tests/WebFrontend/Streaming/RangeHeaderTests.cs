using CsCheck;
using OrleansVideo.WebFrontend.Streaming;

namespace OrleansVideo.Tests.WebFrontend.Streaming;

public sealed class RangeHeaderTests
{
    private const long Length = 1000;

    [Theory]
    [InlineData("bytes=0-99", 0, 100)]
    [InlineData("BYTES=0-99", 0, 100)]
    [InlineData("bytes=900-", 900, 100)]
    [InlineData("bytes=-5", 995, 5)]
    [InlineData("bytes=-5000", 0, 1000)]
    [InlineData("bytes=990-5000", 990, 10)]
    [InlineData("bytes=0-99999999999999999999999", 0, 1000)]
    [InlineData("bytes=-99999999999999999999", 0, 1000)]
    public void Range_OfBytesThatAreThere_IsThatPart(string header, long from, long length)
    {
        Assert.True(RangeHeader.TryResolve(header, Length, out var range));
        Assert.Equal(new ByteRange(from, length), range);
    }

    [Theory]
    [InlineData("")]
    [InlineData("items=0-1")]
    [InlineData("bytes=5-1")]
    [InlineData("bytes=-")]
    [InlineData("bytes=a-b")]
    [InlineData("bytes=1-2x")]
    [InlineData("bytes=+1-2")]
    [InlineData("bytes=")]
    [InlineData("bytes=0-1,5-9")]
    public void Range_ThatIsMalformedOrSeveral_GetsTheWhole(string header)
    {
        Assert.True(RangeHeader.TryResolve(header, Length, out var range));
        Assert.Null(range);
    }

    [Theory]
    [InlineData("bytes=-0")]
    [InlineData("bytes=1000-")]
    [InlineData("bytes=1000-2000")]
    [InlineData("bytes=99999999999999999999999-")]
    [InlineData("bytes=-0,1000-")]
    public void Range_PastTheEnd_IsUnsatisfiable(string header) => Assert.False(RangeHeader.TryResolve(header, Length, out _));

    [Fact]
    public void Range_OfAnyText_NeverLeavesTheFile() => Gen.Select(
            Gen.OneOf(Gen.String, Gen.String[Gen.Char["0123456789-, "], 0, 30].Select(text => "bytes=" + text)), Gen.Long[0, 5000])
        .Sample((header, length) =>
        {
            if (!RangeHeader.TryResolve(header, length, out var range) || range is not { } part) return;
            Assert.True(part.From >= 0 && part.Length > 0 && part.From + part.Length <= length);
        });
}
