using CsCheck;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using OrleansVideo.WebFrontend.Streaming;

namespace OrleansVideo.Tests.WebFrontend.Streaming;

public sealed class PreconditionsTests
{
    private const string Date = "Sun, 01 Nov 2026 12:00:00 GMT";
    private const string Before = "Sun, 01 Nov 2026 11:00:00 GMT";
    private const string After = "Sun, 01 Nov 2099 12:00:00 GMT";
    private static readonly string[] Names = ["If-Match", "If-None-Match", "If-Modified-Since", "If-Unmodified-Since", "If-Range"];
    private static readonly EntityTagHeaderValue ETag = new("\"a\"");
    private static readonly DateTimeOffset LastModified = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>RFC 9110 §13.2.2, a row a rule.</summary>
    [Theory]
    [InlineData("", "Holds")]
    [InlineData("If-Match: \"a\"", "Holds")]
    [InlineData("If-Match: *", "Holds")]
    [InlineData("If-Match: \"b\"", "Failed")]
    [InlineData("If-Match: W/\"a\"", "Failed")]
    [InlineData("If-Match: \"a\"|If-Unmodified-Since: " + Before, "Holds")]
    [InlineData("If-Unmodified-Since: " + Before, "Failed")]
    [InlineData("If-Unmodified-Since: " + Date, "Holds")]
    [InlineData("If-None-Match: \"a\"", "NotModified")]
    [InlineData("If-None-Match: W/\"a\"", "NotModified")]
    [InlineData("If-None-Match: *", "NotModified")]
    [InlineData("If-None-Match: \"b\", \"a\"", "NotModified")]
    [InlineData("If-None-Match: \"b\"", "Holds")]
    [InlineData("If-None-Match: \"a\"|If-Modified-Since: " + Before, "NotModified")]
    [InlineData("If-None-Match: \"b\"|If-Modified-Since: " + After, "Holds")]
    [InlineData("If-None-Match: b|If-Modified-Since: " + After, "Holds")]
    [InlineData("If-Match: b", "Failed")]
    [InlineData("If-Modified-Since: " + Date, "NotModified")]
    [InlineData("If-Modified-Since: " + After, "NotModified")]
    [InlineData("If-Modified-Since: " + Before, "Holds")]
    [InlineData("If-Modified-Since: yesterday", "Holds")]
    [InlineData("If-Match: \"a\"|If-None-Match: \"a\"", "NotModified")]
    [InlineData("If-Match: \"b\"|If-None-Match: \"a\"", "Failed")]
    public void Conditions_AreTakenInTheirOrder(string headers, string outcome) =>
        Assert.Equal(outcome, Preconditions.Evaluate(Headers(headers), ETag, LastModified).ToString());

    /// <summary>RFC 9110 §13.1.5.</summary>
    [Theory]
    [InlineData("", true)]
    [InlineData("If-Range: \"a\"", true)]
    [InlineData("If-Range: W/\"a\"", false)]
    [InlineData("If-Range: \"b\"", false)]
    [InlineData("If-Range: " + Date, true)]
    [InlineData("If-Range: " + Before, false)]
    [InlineData("If-Range: " + After, false)]
    [InlineData("If-Range: junk", false)]
    [InlineData("If-Range: *", false)]
    public void Range_IsHonouredForThisContentAlone(string headers, bool applies) =>
        Assert.Equal(applies, Preconditions.RangeApplies(Headers(headers), ETag, LastModified));

    [Fact]
    public void Conditions_OfAnyText_NeverThrow() => Gen.Select(
            Gen.Int[0, Names.Length - 1].Select(i => Names[i]),
            Gen.OneOf(Gen.String, Gen.String[Gen.Char["\"W/a*, :Sun01GMT"], 0, 40]))
        .Array[0, 5].Sample(lines =>
        {
            var headers = new HeaderDictionary();
            foreach (var (name, value) in lines) headers.Append(name, value);

            Assert.True(Enum.IsDefined(Preconditions.Evaluate(headers, ETag, LastModified)));
            var condition = ((IHeaderDictionary)headers).IfRange;
            var hasTag = condition.ToString().Contains("\"a\"", StringComparison.Ordinal);
            if (condition.Count > 0 && !hasTag) Assert.False(Preconditions.RangeApplies(headers, ETag, LastModified));
        });

    private static HeaderDictionary Headers(string text)
    {
        var headers = new HeaderDictionary();
        foreach (var line in text.Split('|', StringSplitOptions.RemoveEmptyEntries))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            headers.Append(line[..colon], line[(colon + 1)..].Trim());
        }

        return headers;
    }
}
