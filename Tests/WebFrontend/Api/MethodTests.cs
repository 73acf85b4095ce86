using OrleansVideo.Tests.Site.Client;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.WebFrontend.Api;

public sealed class MethodTests(SharedSite shared) : SiteTest(shared)
{
    private const string Id = "01a2066e-88f0-7bd2-96a0-800ff6997e19";

    /// <summary>W7 among them: reading deletes nothing.</summary>
    [Theory]
    [InlineData("GET", "/video-delete-record/" + Id, "POST")]
    [InlineData("GET", "/api", "POST")]
    [InlineData("PUT", "/api/v1/session", "POST")]
    [InlineData("GET", "/api/v1/session", "DELETE")]
    [InlineData("POST", "/api/v1/users/me", "GET")]
    [InlineData("PUT", "/api/v1/videos/" + Id, "PATCH")]
    public async Task WrongMethod_Is405AndSaysWhichAreRight(string method, string path, string allowed)
    {
        using var guest = Site.NewGuest();
        var reply = (await guest.Send(new HttpMethod(method), path)).Expect(405, "method-not-allowed");

        Assert.Contains(allowed, reply.Header("Allow")!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Head_OnTheApi_IsGetWithoutTheBody()
    {
        using var guest = Site.NewGuest();
        var reply = (await guest.Head("/api/v1/videos")).Expect(200);

        Assert.Empty(reply.Body);
        Assert.Equal("application/json", reply.ContentHeaders.ContentType!.MediaType);
    }

    [Fact]
    public async Task Head_ThroughThePassThrough_HasNoBodyEither()
    {
        using var guest = Site.NewGuest();
        Assert.Empty((await guest.Post("/api", new { url = "/api/v1/videos", method = "HEAD" })).Expect(200).Body);
    }

    [Fact]
    public async Task Write_ByNobody_Is401BeforeItsBodyIsLookedAt()
    {
        using var guest = Site.NewGuest();
        (await guest.PostText("/api/v1/videos", "{bad")).Expect(401, "sign-in-required");
        (await guest.PostText($"/api/v1/videos/{Id}/comments", "")).Expect(401, "sign-in-required");
    }

    [Fact]
    public async Task Body_OfMoreThanAMegabyte_IsTooLarge()
    {
        using var guest = Site.NewGuest();
        using var another = Site.NewGuest(); // A proxy that has not passed on the whole of a body closes its client's connection.
        var huge = $$"""{"userName":"ada","password":"{{new string('x', 1 << 20)}}"}""";
        (await guest.PostText("/api/v1/users", huge)).Expect(413, "too-large");
        (await another.PostText("/api", huge)).Expect(413, "too-large");
    }

    /// <summary>A client that sends first and reads then, as proxies do, gets the answer and keeps its connection.</summary>
    [Theory]
    [InlineData("/api/v1/users")]
    [InlineData("/api")]
    public async Task Body_ThatIsTooLarge_IsTakenInBeforeTheConnectionGoesOn(string path)
    {
        using var connection = await RawHttp.Connect(Site);
        const int length = 8 << 20;
        await connection.Send($"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n");
        await connection.Send(new byte[length]);
        Assert.Equal(413, RawHttp.StatusOf(await connection.ReadHead()));
        if (SharedSite.IsAttached) return; // A proxy has connections of its own, and ends this one.

        await connection.Send("GET /health/live HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n");
        Assert.Contains("HTTP/1.1 200", await connection.ReadToEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Body_OfAnotherType_IsUnsupported()
    {
        using var guest = Site.NewGuest();
        (await guest.Send(HttpMethod.Post, "/api/v1/session", new StringContent("userName=ada"))).Expect(415, "content-type-unsupported");
    }

    [Fact]
    public async Task Description_ListsTheRoutesWithTheirProblems()
    {
        using var guest = Site.NewGuest();
        var paths = (await guest.Get("/openapi/v1.json")).Expect(200).Json.GetProperty("paths");

        foreach (var path in new[] { "/api/v1/users", "/api/v1/session", "/api/v1/videos", "/api/v1/videos/{id}", "/api/v1/videos/{id}/comments" })
            Assert.True(paths.TryGetProperty(path, out _), $"{path} is missing");
        Assert.True(paths.GetProperty("/api/v1/videos/{id}").GetProperty("delete").GetProperty("responses").TryGetProperty("404", out _));
    }
}
