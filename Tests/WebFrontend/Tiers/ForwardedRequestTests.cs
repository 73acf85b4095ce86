using Microsoft.AspNetCore.Http;

namespace OrleansVideo.Tests.WebFrontend.Tiers;

/// <summary>What the streaming tier gets to see of a request.</summary>
public sealed class ForwardedRequestTests
{
    /// <summary>W1: whoever writes such headers is replaced, not believed and not passed on.</summary>
    [Fact]
    public async Task Addresses_ThatTheCallerMadeUp_NeverArrive()
    {
        await using var tier = await FakeTier.StartAsync(Echo);
        await using var pages = await PagesTier.StartAsync(tier.Address);
        using var client = pages.NewClient();

        var seen = (await client.Get("/videos/x", ("X-Forwarded-For", "6.6.6.6"), ("X-Forwarded-Proto", "https"),
            ("X-Forwarded-Host", "evil"), ("X-Forwarded-Prefix", "/evil"), ("Forwarded", "for=6.6.6.6"))).Expect(200).Text;

        Assert.Contains("\nX-Forwarded-For: 127.0.0.1\n", seen, StringComparison.Ordinal);
        Assert.Contains("\nX-Forwarded-Proto: http\n", seen, StringComparison.Ordinal);
        Assert.DoesNotContain("6.6.6.6", seen, StringComparison.Ordinal);
        Assert.DoesNotContain("evil", seen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Address_FromABelievedProxy_IsPassedOnAlone()
    {
        await using var tier = await FakeTier.StartAsync(Echo);
        await using var pages = await PagesTier.StartAsync(tier.Address, knownProxies: "127.0.0.1");
        using var client = pages.NewClient();

        var seen = (await client.Get("/videos/x", ("X-Forwarded-For", "6.6.6.6, 10.1.2.3"), ("X-Forwarded-Proto", "https, https"))).Expect(200).Text;

        Assert.Contains("\nX-Forwarded-For: 10.1.2.3\n", seen, StringComparison.Ordinal);
        Assert.Contains("\nX-Forwarded-Proto: https\n", seen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CallersOwnHeaders_ArriveAsTheyWere_ThoseOfTheHopDoNot()
    {
        await using var tier = await FakeTier.StartAsync(Echo);
        await using var pages = await PagesTier.StartAsync(tier.Address);
        using var http = await pages.Connect();

        await http.Send("GET /videos/x?download=1&q=%20a HTTP/1.0\r\nHost: films.example:81\r\nCookie: a=1; b=2\r\nRange: bytes=1-2,5-\r\n"
            + "If-Range: \"e\"\r\nAuthorization: Bearer t\r\nX-Hop: 1\r\nKeep-Alive: 5\r\nConnection: X-Hop, x-forwarded-for, Host, Content-Length, (odd)\r\n\r\n");
        var seen = await http.ReadToEnd();

        Assert.Contains("GET /videos/x?download=1&q=%20a\n", seen, StringComparison.Ordinal);
        Assert.Contains("\nHost: films.example:81\n", seen, StringComparison.Ordinal);
        Assert.Contains("\nCookie: a=1; b=2\n", seen, StringComparison.Ordinal);
        Assert.Contains("\nRange: bytes=1-2,5-\n", seen, StringComparison.Ordinal);
        Assert.Contains("\nIf-Range: \"e\"\n", seen, StringComparison.Ordinal);
        Assert.Contains("\nAuthorization: Bearer t\n", seen, StringComparison.Ordinal);
        Assert.Contains("\nX-Forwarded-For: 127.0.0.1\n", seen, StringComparison.Ordinal);
        Assert.DoesNotContain("X-Hop", seen, StringComparison.Ordinal);
        Assert.DoesNotContain("\nKeep-Alive:", seen, StringComparison.Ordinal);
    }

    /// <summary>The check holds in front and behind, by the same Host.</summary>
    [Fact]
    public async Task UnsafeRequest_OfThisSitePasses_OfAnotherDoesNot()
    {
        await using var tier = await FakeTier.StartAsync(Echo);
        await using var pages = await PagesTier.StartAsync(tier.Address);
        using var client = pages.NewClient();
        var own = pages.Address.GetLeftPart(UriPartial.Authority);

        (await client.Send(HttpMethod.Post, "/upload/x", null, ("Origin", own))).Expect(200);
        (await client.Send(HttpMethod.Post, "/upload/x", null, ("Origin", tier.Address))).Expect(403, "cross-site");
        (await client.Send(HttpMethod.Delete, "/uploads/x", null, ("Sec-Fetch-Site", "cross-site"))).Expect(403, "cross-site");
        Assert.Equal(1, tier.Requests);
    }

    [Theory]
    [InlineData("/videos")]
    [InlineData("/videos/x")]
    [InlineData("/posters/x.jpg")]
    [InlineData("/upload/x")]
    [InlineData("/uploads")]
    [InlineData("/uploads/x/y")]
    public async Task Route_OfTheTier_IsForwarded(string path)
    {
        await using var tier = await FakeTier.StartAsync(Echo);
        await using var pages = await PagesTier.StartAsync(tier.Address);
        using var client = pages.NewClient();

        Assert.StartsWith($"PATCH {path}\n", (await client.Patch(path, new { })).Expect(200).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/videosx")]
    [InlineData("/video-delete-record/x")]
    [InlineData("/api/v1/videos")]
    [InlineData("/health/ready")]
    public async Task OtherRoute_IsNot(string path)
    {
        await using var tier = await FakeTier.StartAsync(Echo);
        await using var pages = await PagesTier.StartAsync(tier.Address);
        using var client = pages.NewClient();

        (await client.Get(path)).Expect(404, "not-found");
        Assert.Equal(0, tier.Requests);
    }

    private static Task Echo(HttpContext context)
    {
        var (request, connection) = (context.Request, context.Connection);
        var lines = request.Headers.SelectMany(header => header.Value.Select(value => $"{header.Key}: {value}"));
        return context.Response.WriteAsync($"{request.Method} {request.Path}{request.QueryString}\n{string.Join('\n', lines)}\nfrom {connection.RemoteIpAddress}\n");
    }
}
