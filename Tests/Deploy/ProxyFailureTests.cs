using Microsoft.AspNetCore.Http;
using OrleansVideo.Tests.Site.Client;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Deploy;

/// <summary>What the proxy does when frontends are away or die on a request.</summary>
public sealed class ProxyFailureTests : ProxyTest
{
    private static readonly RequestDelegate Die = context =>
    {
        context.Abort();
        return Task.CompletedTask;
    };

    [Theory]
    [InlineData("GET", "/api/v1/videos")]
    [InlineData("POST", "/api/v1/videos")]
    [InlineData("PATCH", "/uploads/x")]
    [InlineData("POST", "/upload/x")]
    public async Task OneAway_NobodyNotices(string method, string path)
    {
        await First.DisposeAsync();
        for (var i = 0; i < 20; i++)
            (await Client.Send(new HttpMethod(method), path, method == "GET" ? null : new StringContent("{}"))).Expect(200);
        Assert.Equal(20, Deliveries(path));
    }

    [Fact]
    public async Task Get_WhenAFrontendDiesOnIt_IsAnsweredByTheOther()
    {
        First.Handler = Die;
        for (var i = 0; i < 20; i++)
            (await Client.Get("/api/v1/videos")).Expect(200);
        Assert.Contains("GET /api/v1/videos", First.Requests);
    }

    [Theory]
    [InlineData("POST", "/api/v1/videos")]
    [InlineData("PATCH", "/api/v1/videos/x")]
    [InlineData("POST", "/upload/x")]
    [InlineData("PATCH", "/uploads/x")]
    public async Task WriteThatMayHaveArrived_IsNotSentTwice(string method, string path)
    {
        First.Handler = Second.Handler = Die;
        var reply = (await Client.Send(new HttpMethod(method), path, new StringContent("{}"))).Expect(503, "cluster-unavailable");
        Assert.Equal(2, reply.RetryAfter);
        Assert.Equal(1, Deliveries(path));
    }

    [Fact]
    public async Task AllAway_IsSaidInTheSitesWords()
    {
        await First.DisposeAsync();
        await Second.DisposeAsync();
        foreach (var path in new[] { "/api/v1/videos", "/videos/x", "/uploads/x" })
        {
            var reply = (await Client.Get(path, ("Accept", "text/html,*/*"))).Expect(503);
            Assert.Equal(2, reply.RetryAfter);
            Assert.Equal(path == "/videos/x" ? null : "cluster-unavailable", reply.Problem);
            Assert.DoesNotContain("nginx", reply.Text, StringComparison.OrdinalIgnoreCase);
        }

        var json = (await Client.Post("/upload/x")).Expect(503, "cluster-unavailable").Json;
        Assert.Equal("urn:orleansvideo:problem:cluster-unavailable", json.Text("type"));
        Assert.Equal(503, json.GetProperty("status").GetInt32());
        Assert.NotEmpty(json.Text("traceId")!);
        var page = (await Client.Get("/", ("Accept", "text/html"))).Expect(503);
        Assert.Equal("text/html", page.ContentHeaders.ContentType?.MediaType);
        (await Client.Head("/videos/x")).Expect(503);
    }

    [Fact]
    public async Task OneThatCameBack_IsUsedAgain()
    {
        await Second.DisposeAsync();
        for (var i = 0; i < 10; i++) (await Client.Get("/while-away")).Expect(200);
        var before = Second.Requests.Count;
        await Second.Start();
        await Eventually.True("the second is used again", Soon, async () =>
        {
            (await Client.Get("/back")).Expect(200);
            return Second.Requests.Count > before;
        });
    }

    [Fact]
    public async Task BothThatCameBack_AreUsedAgain()
    {
        await First.DisposeAsync();
        await Second.DisposeAsync();
        for (var i = 0; i < 10; i++) (await Client.Get("/while-away")).Expect(503);
        await First.Start();
        await Eventually.True("the site answers", Soon, async () => (await Client.Get("/back")).Status == 200);
    }
}
