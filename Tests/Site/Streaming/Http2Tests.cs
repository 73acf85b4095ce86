using System.Net;
using System.Net.Http.Headers;

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
}
