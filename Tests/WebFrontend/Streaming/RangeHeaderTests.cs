using CsCheck;
using OrleansVideo.WebFrontend.Streaming;

namespace OrleansVideo.Tests.WebFrontend.Streaming;

public sealed class RangeHeaderTests
{
    private const long Length = 1000;

    /// <summary>RFC 9110, a row a rule: the section, the header, the parts of a content of 1,000 bytes.</summary>
    [Theory]
    [InlineData("§14.1.2 first and last", "bytes=0-99", "0+100")]
    [InlineData("§14.1.2 one byte", "bytes=0-0", "0+1")]
    [InlineData("§14.1 unit in any case", "BYTES=0-99", "0+100")]
    [InlineData("§14.1.2 to the end", "bytes=900-", "900+100")]
    [InlineData("§14.1.2 suffix", "bytes=-5", "995+5")]
    [InlineData("§14.1.2 suffix beyond the content", "bytes=-5000", "0+1000")]
    [InlineData("§14.1.2 last beyond the end", "bytes=990-5000", "990+10")]
    [InlineData("§14.1.1 any number of digits", "bytes=0-99999999999999999999999", "0+1000")]
    [InlineData("§14.1.1 any number of digits", "bytes=-99999999999999999999", "0+1000")]
    [InlineData("§14.2 several", "bytes=0-1,5-9", "0+2 5+5")]
    [InlineData("§15.3.7.2 in the order asked for", "bytes=-10,0-1", "990+10 0+2")]
    [InlineData("§15.3.7.2 without those past the end", "bytes=0-1,1000-,-0", "0+2")]
    [InlineData("§15.3.7.2 overlapping ones are one", "bytes=0-9,5-19", "0+20")]
    [InlineData("§15.3.7.2 adjoining ones are one", "bytes=0-9,10-19", "0+20")]
    [InlineData("§15.3.7.2 one across two", "bytes=0-9,20-29,40-49,5-25", "0+30 40+10")]
    [InlineData("§14.2 the same again and again", "bytes=7-7,7-7,7-7", "7+1")]
    [InlineData("§5.6.1 empty list elements, white space", "bytes=, 0-1 ,\t, 5-9,", "0+2 5+5")]
    public void Ranges_OfBytesThatAreThere_AreThoseParts(string rule, string header, string parts)
    {
        Assert.True(RangeHeader.TryResolve(header, Length, out var found), rule);
        Assert.Equal(parts, string.Join(' ', found.Select(part => $"{part.From}+{part.Length}")));
    }

    [Theory]
    [InlineData("§14.2 none", "")]
    [InlineData("§14.2 unknown unit", "items=0-1")]
    [InlineData("§14.1.1 last before first", "bytes=5-1")]
    [InlineData("§14.1.1 neither first nor last", "bytes=-")]
    [InlineData("§14.1.1 no digits", "bytes=a-b")]
    [InlineData("§14.1.1 no digits", "bytes=1-2x")]
    [InlineData("§14.1.1 no digits", "bytes=+1-2")]
    [InlineData("§14.1.1 no range", "bytes=")]
    [InlineData("§14.1.1 one of several malformed", "bytes=0-1,x")]
    [InlineData("§14.2 two headers in one", "bytes=0-1,bytes=5-9")]
    public void Range_ThatIsMalformed_GetsTheWhole(string rule, string header)
    {
        Assert.True(RangeHeader.TryResolve(header, Length, out var parts), rule);
        Assert.Empty(parts);
    }

    [Theory]
    [InlineData("§14.1.2 suffix of nothing", "bytes=-0")]
    [InlineData("§14.1.2 first past the end", "bytes=1000-")]
    [InlineData("§14.1.2 first past the end", "bytes=1000-2000")]
    [InlineData("§14.1.2 first past the end", "bytes=99999999999999999999999-")]
    [InlineData("§15.5.17 none satisfiable", "bytes=-0,1000-")]
    public void Range_PastTheEnd_IsUnsatisfiable(string rule, string header) =>
        Assert.False(RangeHeader.TryResolve(header, Length, out _), rule);

    /// <summary>RFC 9110 §17.15.</summary>
    [Theory]
    [InlineData(16, 16)]
    [InlineData(17, 0)]
    [InlineData(400, 0)]
    public void Ranges_OfMoreThanSixteen_GetTheWhole(int asked, int parts)
    {
        Assert.True(RangeHeader.TryResolve("bytes=" + string.Join(',', Enumerable.Range(0, asked).Select(i => $"{2 * i}-{2 * i}")), Length, out var found));
        Assert.Equal(parts, found.Count);
    }

    [Fact]
    public void Ranges_AreExactlyTheBytesAskedFor() => Gen.Select(Gen.Int[0, 40], Gen.Int[0, 12]).Array[1, RangeHeader.MaxParts].Sample(ranges =>
    {
        const int length = 40;
        var header = "bytes=" + string.Join(',', ranges.Select(range => $"{range.Item1}-{range.Item1 + range.Item2}"));
        var asked = Enumerable.Range(0, length).Where(at => ranges.Any(range => at >= range.Item1 && at <= range.Item1 + range.Item2)).ToList();

        Assert.Equal(asked.Count > 0, RangeHeader.TryResolve(header, length, out var parts));

        var sent = parts.SelectMany(part => Enumerable.Range((int)part.From, (int)part.Length)).Order();
        Assert.Equal(asked, sent); // No byte twice, none more, none less.
        Assert.DoesNotContain(parts, one => parts.Any(other => other != one && other.Touches(one)));
    });

    [Fact]
    public void Range_OfAnyText_NeverLeavesTheFile() => Gen.Select(
            Gen.OneOf(Gen.String, Gen.String[Gen.Char["0123456789-, "], 0, 30].Select(text => "bytes=" + text)), Gen.Long[0, 5000])
        .Sample((header, length) =>
        {
            if (!RangeHeader.TryResolve(header, length, out var parts)) return;
            Assert.All(parts, part => Assert.True(part.From >= 0 && part.Length > 0 && part.End <= length));
            Assert.True(parts.Sum(part => part.Length) <= length);
        });
}
