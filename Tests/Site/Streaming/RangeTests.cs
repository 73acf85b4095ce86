using System.Globalization;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.WebUtilities;
using OrleansVideo.Tests.Site.Client;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Site.Streaming;

/// <summary>Playing as RFC 9110 has it, and as players really ask (W28).</summary>
[Trait("Needs", "ffmpeg")]
public sealed class RangeTests(PublishedFilm film) : IClassFixture<PublishedFilm>
{
    [Fact]
    public async Task Play_Whole_IsBitForBitWhatWasUploaded()
    {
        var reply = (await film.Guest.Play(film.Id)).Expect(200);

        Assert.Equal(film.Bytes, reply.Body);
        Assert.Equal("video/mp4", reply.ContentHeaders.ContentType?.ToString());
        Assert.Equal("bytes", reply.Header("Accept-Ranges"));
        Assert.Equal("nosniff", reply.Header("X-Content-Type-Options"));
        Assert.False(reply.Headers.ETag!.IsWeak);
        Assert.NotNull(reply.ContentHeaders.LastModified);
    }

    [Fact]
    public async Task Head_AnswersAsGetWithoutTheBody()
    {
        var get = (await film.Guest.Play(film.Id)).Expect(200);
        var head = (await film.Guest.Head($"/videos/{film.Id}")).Expect(200);

        Assert.Empty(head.Body);
        Assert.Equal(film.Bytes.Length, head.ContentHeaders.ContentLength);
        Assert.Equal(get.Headers.ETag, head.Headers.ETag);
        Assert.Equal(get.ContentHeaders.LastModified, head.ContentHeaders.LastModified);
        Assert.Equal(get.ContentHeaders.ContentType, head.ContentHeaders.ContentType);
    }

    /// <summary>RFC 9110 §14.2: Range is defined for GET alone.</summary>
    [Theory]
    [InlineData("bytes=0-99")]
    [InlineData("bytes=0-9,20-29")]
    [InlineData("bytes=99999999999-")]
    public async Task Head_KnowsNoRange(string range)
    {
        var head = (await film.Guest.Send(HttpMethod.Head, $"/videos/{film.Id}", null, ("Range", range))).Expect(200);

        Assert.Equal(film.Bytes.Length, head.ContentHeaders.ContentLength);
        Assert.Null(head.ContentHeaders.ContentRange);
    }

    [Theory]
    [InlineData("0-99")]
    [InlineData("1000-")]
    [InlineData("-5")]
    [InlineData("100-99999999999")]
    [InlineData("-99999999999")]
    [InlineData("0-0")]
    public async Task Range_GivesExactlyThePartAskedFor(string range)
    {
        var (from, to) = Resolve(range, film.Bytes.Length);

        var reply = (await film.Guest.PlayRange(film.Id, range)).Expect(206);

        Assert.Equal(film.Bytes[(int)from..(int)(to + 1)], reply.Body);
        Assert.Equal(new ContentRangeHeaderValue(from, to, film.Bytes.Length), reply.ContentHeaders.ContentRange);
    }

    [Fact]
    public async Task Range_FromTheVeryEnd_Is416WithTheLength()
    {
        foreach (var range in new[] { $"{film.Bytes.Length}-", "99999999999-", "-0" })
        {
            var reply = (await film.Guest.PlayRange(film.Id, range)).Expect(416);
            Assert.Equal($"bytes */{film.Bytes.Length}", reply.ContentHeaders.ContentRange?.ToString());
        }
    }

    [Theory]
    [InlineData("items=0-1")]
    [InlineData("bytes")]
    [InlineData("")]
    public async Task Range_OfAnotherUnit_IsIgnored(string header)
    {
        var reply = (await film.Guest.Play(film.Id, ("Range", header))).Expect(200);
        Assert.Equal(film.Bytes.Length, reply.Body.Length);
    }

    [Fact]
    public async Task Ranges_OfSeveralParts_GetAllOfThemFramed()
    {
        var total = film.Bytes.Length;
        var reply = (await film.Guest.PlayRange(film.Id, "0-9,5000-69999,-10")).Expect(206);

        var type = MediaTypeHeaderValue.Parse(reply.ContentHeaders.ContentType!.ToString());
        Assert.Equal("multipart/byteranges", type.MediaType);
        Assert.Null(reply.ContentHeaders.ContentRange);
        var reader = new MultipartReader(type.Parameters.Single(parameter => parameter.Name == "boundary").Value!, new MemoryStream(reply.Body));
        foreach (var (from, to) in new[] { (0, 9), (5000, 69999), (total - 10, total - 1) })
        {
            var part = (await reader.ReadNextSectionAsync(TestContext.Current.CancellationToken))!;
            Assert.Equal("video/mp4", part.ContentType);
            Assert.Equal($"bytes {from}-{to}/{total}", part.Headers!["Content-Range"].ToString());
            var bytes = new MemoryStream();
            await part.Body.CopyToAsync(bytes, TestContext.Current.CancellationToken);
            Assert.Equal(film.Bytes[from..(to + 1)], bytes.ToArray());
        }

        Assert.Null(await reader.ReadNextSectionAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Ranges_WhenOneIsLeft_GetItUnframed()
    {
        var reply = (await film.Guest.PlayRange(film.Id, "0-9,10-19,99999999999-")).Expect(206);

        Assert.Equal("video/mp4", reply.ContentHeaders.ContentType?.MediaType);
        Assert.Equal($"bytes 0-19/{film.Bytes.Length}", reply.ContentHeaders.ContentRange?.ToString());
        Assert.Equal(film.Bytes[..20], reply.Body);
    }

    [Fact]
    public async Task Ranges_OfFiveHundredTinyParts_GetTheWholeFile()
    {
        var many = string.Join(',', Enumerable.Range(0, 500).Select(i => string.Create(CultureInfo.InvariantCulture, $"{i * 4}-{i * 4}")));

        Assert.Equal(film.Bytes, (await film.Guest.PlayRange(film.Id, many)).Expect(200).Body);
    }

    [Fact]
    public async Task Validators_AnswerConditionsByTheRfc()
    {
        var first = (await film.Guest.Play(film.Id)).Expect(200);
        var etag = first.Headers.ETag!.ToString();
        var modified = first.ContentHeaders.LastModified!.Value.ToString("R", CultureInfo.InvariantCulture);

        (await film.Guest.Play(film.Id, ("If-None-Match", etag))).Expect(304);
        (await film.Guest.Play(film.Id, ("If-None-Match", etag), ("Range", "bytes=0-1"))).Expect(304);
        (await film.Guest.Play(film.Id, ("If-None-Match", "\"other\""))).Expect(200);
        (await film.Guest.Play(film.Id, ("If-Modified-Since", modified))).Expect(304);
        (await film.Guest.Play(film.Id, ("If-Match", "\"other\""))).Expect(412);
        (await film.Guest.Play(film.Id, ("If-Match", etag))).Expect(200);
    }

    [Fact]
    public async Task IfRange_ContinuesOnlyTheSameContent()
    {
        var etag = (await film.Guest.Play(film.Id)).Expect(200).Headers.ETag!.ToString();

        (await film.Guest.Play(film.Id, ("If-Range", etag), ("Range", "bytes=10-19"))).Expect(206);
        foreach (var other in new[] { "\"other\"", "W/" + etag, "Thu, 01 Jan 1970 00:00:00 GMT" })
        {
            var whole = (await film.Guest.Play(film.Id, ("If-Range", other), ("Range", "bytes=10-19"))).Expect(200);
            Assert.Equal(film.Bytes.Length, whole.Body.Length);
        }
    }

    [Fact]
    public async Task Download_NamesTheFileSafely()
    {
        var disposition = (await film.Guest.Get($"/videos/{film.Id}?download=1")).Expect(200).ContentHeaders.ContentDisposition;

        Assert.Equal("attachment", disposition?.DispositionType);
        Assert.EndsWith(".mp4", (disposition!.FileNameStar ?? disposition.FileName)!.Trim('"'), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Methods_ThatTheRouteDoesNotKnow_Are405()
    {
        (await film.Owner.Delete($"/videos/{film.Id}")).Expect(405);
        (await film.Owner.Post($"/videos/{film.Id}")).Expect(405);
    }

    private static (long From, long To) Resolve(string range, long length)
    {
        var dash = range.IndexOf('-', StringComparison.Ordinal);
        if (dash == 0)
            return (Math.Max(0, length - Number(range[1..])), length - 1);
        var to = dash == range.Length - 1 ? length - 1 : Math.Min(Number(range[(dash + 1)..]), length - 1);
        return (Number(range[..dash]), to);
    }

    private static long Number(string digits) => long.Parse(digits, CultureInfo.InvariantCulture);
}
