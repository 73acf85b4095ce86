using System.Net;
using System.Net.Http.Headers;
using OrleansVideo.Tests.Site.Client;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Site.Streaming;

/// <summary>With TLS the site speaks HTTP/2, and answers as it does without.</summary>
[Trait("Needs", "ffmpeg")]
public sealed class Http2Tests(SecureSite site) : IClassFixture<SecureSite>
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Play_OverTls_IsHttp2AndBitForBit()
    {
        using var response = await site.Client.GetAsync($"/videos/{site.Film}", Cancelled);

        Assert.Equal((HttpStatusCode.OK, HttpVersion.Version20), (response.StatusCode, response.Version));
        Assert.Equal(site.Bytes, await response.Content.ReadAsByteArrayAsync(Cancelled));
    }

    /// <summary>Streams of one connection, a part of them cut off: the others get their bytes all the same.</summary>
    [Fact]
    public async Task Ranges_OfManyStreamsOnOneConnection_AreTheirOwnBytes() =>
        await Task.WhenAll(Enumerable.Range(0, 12).Select(async i =>
        {
            var (from, to) = (i * 280_001, i * 280_001 + 600_000 + i);
            using var request = new HttpRequestMessage(HttpMethod.Get, $"/videos/{site.Film}") { Version = HttpVersion.Version20 };
            request.Headers.Range = new RangeHeaderValue(from, to);
            using var response = await site.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancelled);
            Assert.Equal(HttpStatusCode.PartialContent, response.StatusCode);
            if (i % 4 == 3) return; // Disposing it in mid-send resets its stream.
            Assert.Equal(site.Bytes[from..(to + 1)], await response.Content.ReadAsByteArrayAsync(Cancelled));
        }));

    /// <summary>A stranger who takes it slowly: the stream is cut off, and over HTTP/1.1 the connection is reset.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(1)]
    public async Task PublicVideo_ThatBecomesPrivate_EndsOverTls(int version)
    {
        var id = await site.Publish();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/videos/{id}")
        {
            Version = version == 2 ? HttpVersion.Version20 : HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        using var response = await site.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancelled);
        await using var body = await response.Content.ReadAsStreamAsync(Cancelled);
        var buffer = new byte[16 * 1024];
        await body.ReadExactlyAsync(buffer, Cancelled);

        (await site.Owner.Edit(id, new { visibility = "private" })).Expect(200);

        var read = 0L;
        await Eventually.True("the answer is cut off", TimeSpan.FromSeconds(60), async () =>
        {
            try
            {
                read += await body.ReadAsync(buffer, Cancelled); // A little at a time.
                Assert.InRange(read, 1, site.Bytes.Length - (2 * buffer.Length));
                return false;
            }
            catch (Exception e) when (e is IOException or HttpRequestException)
            {
                return true;
            }
        });
        using var again = await site.Client.GetAsync($"/videos/{id}", Cancelled);
        Assert.Equal(HttpStatusCode.NotFound, again.StatusCode);
    }
}
