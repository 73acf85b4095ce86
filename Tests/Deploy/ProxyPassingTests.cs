using Microsoft.AspNetCore.Http;
using OrleansVideo.Tests.Site.Client;

namespace OrleansVideo.Tests.Deploy;

/// <summary>What the proxy lets through, and as what.</summary>
public sealed class ProxyPassingTests : ProxyTest
{
    private static readonly RequestDelegate Echo = context => context.Response.WriteAsJsonAsync(new
    {
        host = context.Request.Headers.Host.ToString(),
        forwardedFor = context.Request.Headers["X-Forwarded-For"].ToString(),
        scheme = context.Request.Headers["X-Forwarded-Proto"].ToString(),
        protocol = context.Request.Protocol,
    });

    [Fact]
    public async Task Request_KeepsItsHost_AndMayNotSayWhoSentIt()
    {
        First.Handler = Second.Handler = Echo;
        var reply = await Client.Get("/",
            ("Host", "videos.example:8443"), ("X-Forwarded-For", "203.0.113.7"), ("X-Forwarded-Proto", "https"));
        Assert.Equal("videos.example:8443", reply.Json.Text("host"));
        Assert.Equal("127.0.0.1", reply.Json.Text("forwardedFor"));
        Assert.Equal("http", reply.Json.Text("scheme"));
        Assert.Equal("HTTP/1.1", reply.Json.Text("protocol"));
    }

    [Fact]
    public async Task Request_ThroughATrustedProxy_IsWhoThatSays()
    {
        First.Handler = Second.Handler = Echo;
        await using var inner = await ProxyProcess.Start(First, Second, trusted: "127.0.0.1");
        using var client = new SiteClient(inner.Address);
        var reply = await client.Get("/", ("X-Forwarded-For", "198.51.100.9, 203.0.113.7"), ("X-Forwarded-Proto", "https"));
        Assert.Equal("203.0.113.7", reply.Json.Text("forwardedFor"));
        Assert.Equal("https", reply.Json.Text("scheme"));
    }

    [Fact]
    public async Task Target_ArrivesAsItWasSent()
    {
        using var raw = await RawHttp.Connect(Proxy.Address);
        await raw.Send("GET /videos/a%2Fb//c?q=%20x HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        Assert.Equal(200, RawHttp.StatusOf(await raw.ReadToEnd()));
        Assert.Equal(1, Deliveries("/videos/a%2Fb//c?q=%20x"));
    }

    [Theory]
    [InlineData("/api/v1/videos")]
    [InlineData("/videos/x")]
    [InlineData("/upload/x")]
    public async Task OwnRefusal_PassesUnchanged(string path)
    {
        First.Handler = Second.Handler = async context =>
        {
            context.Response.StatusCode = 503;
            context.Response.Headers.RetryAfter = "7";
            await context.Response.WriteAsync("our own words");
        };
        var reply = (await Client.Get(path)).Expect(503);
        Assert.Equal(7, reply.RetryAfter);
        Assert.Equal("our own words", reply.Text);
        Assert.Equal(1, Deliveries(path));
    }

    [Fact]
    public async Task EarlyRefusalOfALargeBody_ReachesItsSender()
    {
        First.Handler = Second.Handler = context =>
        {
            context.Response.StatusCode = 413;
            return context.Response.WriteAsync("too large");
        };
        using var raw = await RawHttp.Connect(Proxy.Address);
        await raw.Send("POST /upload/x HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999\r\n\r\n");
        await raw.Send(new byte[1 << 20]);
        Assert.Equal(413, RawHttp.StatusOf(await raw.ReadHead()));
    }
}
