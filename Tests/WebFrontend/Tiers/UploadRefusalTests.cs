using Microsoft.AspNetCore.Http;
using OrleansVideo.Tests.Site.Client;

namespace OrleansVideo.Tests.WebFrontend.Tiers;

/// <summary>An upload that the tier does not want: its refusal arrives, however much of the body is still to come.</summary>
public sealed class UploadRefusalTests
{
    private const long Huge = 1L << 33;

    [Fact]
    public async Task Caller_WhoAsksFirst_IsRefusedBeforeTheBody()
    {
        await using var tier = await FakeTier.StartAsync(Refuse);
        await using var pages = await PagesTier.StartAsync(tier.Address);
        using var http = await pages.Connect();

        await http.Send($"POST /upload/x HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: {Huge}\r\n\r\n");

        Assert.Equal(413, RawHttp.StatusOf(await http.ReadHead()));
    }

    [Fact]
    public async Task Caller_WhoAsksFirst_IsToldToGoOnByTheTier()
    {
        await using var tier = await FakeTier.StartAsync(async context =>
        {
            await context.Request.Body.ReadExactlyAsync(new byte[5]);
            context.Response.StatusCode = 201;
        });
        await using var pages = await PagesTier.StartAsync(tier.Address);
        using var http = await pages.Connect();

        await http.Send("POST /upload/x HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n");
        Assert.Equal(100, RawHttp.StatusOf(await http.ReadHead()));
        await http.Send("12345");

        Assert.Equal(201, RawHttp.StatusOf(await http.ReadHead()));
    }

    /// <summary>The caller has only begun to send, and pauses; the tier does not wait for the rest.</summary>
    [Fact]
    public async Task Caller_WhoSendsAtOnce_IsRefusedAllTheSame()
    {
        await using var tier = await FakeTier.StartAsync(Refuse);
        await using var pages = await PagesTier.StartAsync(tier.Address);
        using var http = await pages.Connect();

        await http.Send($"POST /upload/x HTTP/1.1\r\nHost: h\r\nContent-Length: {Huge}\r\n\r\n");
        await http.Send(new byte[1 << 20]);

        Assert.Equal(413, RawHttp.StatusOf(await http.ReadHead()));
    }

    private static Task Refuse(HttpContext context)
    {
        context.Response.StatusCode = 413;
        return Task.CompletedTask;
    }
}
