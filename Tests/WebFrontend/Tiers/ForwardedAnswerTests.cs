using Microsoft.AspNetCore.Http;
using OrleansVideo.Tests.Site.Client;

namespace OrleansVideo.Tests.WebFrontend.Tiers;

/// <summary>What a caller gets to see of the streaming tier's answer.</summary>
public sealed class ForwardedAnswerTests
{
    [Theory]
    [InlineData("GET", 200)]
    [InlineData("GET", 206)]
    [InlineData("GET", 304)]
    [InlineData("GET", 412)]
    [InlineData("GET", 416)]
    [InlineData("HEAD", 200)]
    [InlineData("HEAD", 206)]
    public async Task Answer_PassesUnchanged_EachHeaderOnce(string method, int status)
    {
        await using var tier = await FakeTier.StartAsync(context => Answer(context, status));
        await using var pages = await PagesTier.StartAsync(tier.Address);

        var direct = await Ask(tier.Port, method);
        var forwarded = await Ask(pages.Address.Port, method);

        Assert.StartsWith($"HTTP/1.1 {status} ", forwarded[0], StringComparison.Ordinal);
        Assert.Equal(direct, forwarded);
        Assert.Equal(forwarded.Length, forwarded.Select(line => line.Split(':')[0]).Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }

    [Fact]
    public async Task Refusal_IsJsonForMachines_AndAPageForBrowsers()
    {
        await using var tier = await FakeTier.StartAsync(Refuse);
        await using var pages = await PagesTier.StartAsync(tier.Address);
        using var client = pages.NewClient();

        var machine = (await client.Get("/videos/x")).Expect(429, "streams-exhausted");
        var browser = (await client.Get("/videos/x", ("Accept", "text/html"))).Expect(429);

        Assert.Equal(7, machine.RetryAfter);
        Assert.Equal(7, browser.RetryAfter);
        Assert.Equal("text/html", browser.ContentHeaders.ContentType!.MediaType);
        Assert.Contains("<h1>streams-exhausted</h1>The house is full.", browser.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[1]")]
    [InlineData("{\"title\":null}")]
    public async Task ProblemOfSomebodyElse_PassesAsItIs(string body)
    {
        await using var tier = await FakeTier.StartAsync(context =>
        {
            context.Response.StatusCode = 507;
            context.Response.ContentType = "application/problem+json";
            return context.Response.WriteAsync(body);
        });
        await using var pages = await PagesTier.StartAsync(tier.Address);
        using var client = pages.NewClient();

        Assert.Equal(body, (await client.Get("/videos/x", ("Accept", "text/html"))).Expect(507).Text);
    }

    private static Task Refuse(HttpContext context)
    {
        context.Response.StatusCode = 429;
        context.Response.Headers.RetryAfter = "7";
        return context.Response.WriteAsJsonAsync(
            new { type = "urn:x", title = "Full", status = 429, detail = "The house is full.", code = "streams-exhausted", traceId = "t" },
            options: null, contentType: "application/problem+json");
    }

    private static async Task Answer(HttpContext context, int status)
    {
        var response = context.Response;
        response.StatusCode = status;
        response.Headers.ETag = "\"abc\"";
        response.Headers.CacheControl = "private, no-cache";
        response.Headers.AcceptRanges = "bytes";
        response.Headers.LastModified = "Sat, 01 Aug 2026 10:00:00 GMT";
        response.Headers.ContentRange = status switch { 206 => "bytes 2-4/9", 416 => "bytes */9", _ => default };
        if (status is not (200 or 206)) return;
        response.ContentType = "video/mp4";
        response.ContentLength = 3;
        if (!HttpMethods.IsHead(context.Request.Method)) await response.WriteAsync("cde");
    }

    /// <summary>Status line, headers in order of their names and body; the date is left out.</summary>
    private static async Task<string[]> Ask(int port, string method)
    {
        using var http = await RawHttp.Connect(new Uri($"http://127.0.0.1:{port}"));
        await http.Send($"{method} /videos/x HTTP/1.1\r\nHost: films.example\r\nConnection: close\r\n\r\n");
        var parts = (await http.ReadToEnd()).Split("\r\n\r\n", 2);
        var lines = parts[0].Split("\r\n");
        return [lines[0], .. lines[1..].Where(line => !line.StartsWith("Date:", StringComparison.Ordinal)).Order(StringComparer.Ordinal), "body:" + parts[1]];
    }
}
