using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.WebFrontend.Tiers;

/// <summary>Frontends of the streaming tier that are not there.</summary>
public sealed class TierAwayTests
{
    private static readonly TimeSpan Noticed = TimeSpan.FromSeconds(30);

    private static string Nobody => $"http://127.0.0.1:{FreePort.Next()}";

    [Theory]
    [InlineData("GET", "/videos/x")]
    [InlineData("POST", "/upload/x")]
    [InlineData("PATCH", "/uploads/x")]
    public async Task Tier_ThatIsAway_Is503WithATimeToComeBack(string method, string path)
    {
        await using var pages = await PagesTier.StartAsync(Nobody + "," + Nobody);
        using var client = pages.NewClient();
        using var body = method == "GET" ? null : new ByteArrayContent(new byte[1000]);

        var machine = (await client.Send(new HttpMethod(method), path, body)).Expect(503, "cluster-unavailable");

        Assert.NotNull(machine.RetryAfter);
        Assert.Equal("nosniff", machine.Header("X-Content-Type-Options"));
    }

    [Fact]
    public async Task Tier_ThatIsAway_IsAPageForBrowsers()
    {
        await using var pages = await PagesTier.StartAsync(Nobody);
        using var client = pages.NewClient();

        var page = (await client.Get("/videos/x", ("Accept", "text/html"))).Expect(503);

        Assert.NotNull(page.RetryAfter);
        Assert.Contains("<h1>cluster-unavailable</h1>", page.Text, StringComparison.Ordinal);
    }

    /// <summary>Nobody notices a dead frontend while another lives, but the uploads that came to it before it was left out.</summary>
    [Fact]
    public async Task DeadFrontend_IsSkipped()
    {
        await using var tier = await FakeTier.StartAsync(context => context.Response.WriteAsync(context.Request.Method));
        await using var pages = await PagesTier.StartAsync($"{Nobody},{tier.Address},{Nobody}");
        using var client = pages.NewClient();

        for (var i = 0; i < 20; i++) (await client.Get("/videos/x")).Expect(200);
        (await client.Head("/videos/x")).Expect(200);
        await Eventually.True("the dead ones are left out", Noticed, async () =>
            (await client.Post("/upload/x")).Status == 200 && (await client.Post("/upload/x")).Status == 200);
        for (var i = 0; i < 20; i++) (await client.Post("/upload/x")).Expect(200);
        Assert.Equal(HealthStatus.Degraded, (await pages.Health()).Status);
    }

    /// <summary>The connection was made and broke: the request may have been acted upon, and is not made again.</summary>
    [Fact]
    public async Task RequestThatBroke_IsNotRepeated()
    {
        RequestDelegate abort = context =>
        {
            context.Abort();
            return Task.CompletedTask;
        };
        await using var first = await FakeTier.StartAsync(abort);
        await using var second = await FakeTier.StartAsync(abort);
        await using var pages = await PagesTier.StartAsync($"{first.Address},{second.Address}");
        using var client = pages.NewClient();

        (await client.Post("/upload/x", new { })).Expect(503, "cluster-unavailable");

        Assert.Equal(1, first.Requests + second.Requests);
    }

    [Fact]
    public async Task Health_IsDegradedWhileTheTierIsAway_AndWellAgainWhenItIsBack()
    {
        var port = FreePort.Next();
        await using var pages = await PagesTier.StartAsync($"http://127.0.0.1:{port}");
        using var client = pages.NewClient();

        await Eventually.True("its absence is noticed", Noticed, async () => (await pages.Health()).Status == HealthStatus.Degraded);
        Assert.Contains("No streaming frontend", (await pages.Health()).Description, StringComparison.Ordinal);

        await using var tier = await FakeTier.StartAsync(context => context.Response.WriteAsync("ok"), port);
        (await client.Get("/videos/x")).Expect(200); // Before any probe: with none well, all are tried.
        await Eventually.True("its return is noticed", Noticed, async () => (await pages.Health()).Status == HealthStatus.Healthy);
    }

    /// <summary>The address of the tier names a frontend that forwards as well: the request ends instead of going round.</summary>
    [Fact]
    public async Task Loop_Ends()
    {
        await using var last = await PagesTier.StartAsync(Nobody);
        await using var first = await PagesTier.StartAsync(last.Address.ToString());
        using var client = first.NewClient();
        var clock = Stopwatch.StartNew();

        (await client.Get("/videos/x")).Expect(503, "cluster-unavailable");

        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(5), $"took {clock.Elapsed}");
    }
}
