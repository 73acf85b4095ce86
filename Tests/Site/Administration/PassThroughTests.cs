using System.Text.Json;
using OrleansVideo.Tests.Site.Client;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Site.Administration;

/// <summary>W6: the pass-through reaches this site's own API under the caller's identity, and nothing else.</summary>
public sealed class PassThroughTests(SharedSite shared) : SiteTest(shared)
{
    [Theory]
    [InlineData("http://127.0.0.1:1/")]
    [InlineData("http://169.254.169.254/latest/meta-data/")]
    [InlineData("//evil.example/api/v1/videos")]
    [InlineData("https://evil.example/api/v1/videos")]
    [InlineData("file:///etc/passwd")]
    [InlineData("/videos/x")]
    [InlineData("/health/ready")]
    [InlineData("/api")]
    [InlineData("/api/v1/../../health/ready")]
    [InlineData("/api/v1/..%2f..%2fhealth/ready")]
    [InlineData("/api/v1/%2e%2e/%2e%2e/health/ready")]
    [InlineData("/api/v1\\..\\..\\health")]
    [InlineData("/api/v10/videos")]
    [InlineData("")]
    public async Task Target_OutsideTheApi_IsNotAllowed(string url)
    {
        using var member = await Site.NewMember();
        var reply = await Call(member, url, "GET");

        Assert.Contains(reply.Status, new[] { 400, 404 });
        if (reply.Status == 400) Assert.Contains(reply.Problem, new[] { "target-not-allowed", "envelope-invalid" });
        else Assert.StartsWith("/api/v1/", url, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text/plain"), InlineData("application/x-www-form-urlencoded"), InlineData("multipart/form-data; boundary=x"), InlineData(null)]
    public async Task Envelope_OfAnotherType_IsRefused(string? type)
    {
        using var member = await Site.NewMember();
        using var content = new ByteArrayContent("""{"url":"/api/v1/users/me","method":"GET"}"""u8.ToArray());
        content.Headers.ContentType = type is null ? null : System.Net.Http.Headers.MediaTypeHeaderValue.Parse(type);

        (await member.Send(HttpMethod.Post, "/api", content)).Expect(415, "content-type-unsupported");
    }

    [Fact]
    public async Task Call_RunsUnderTheCallersIdentity()
    {
        using var member = await Site.NewMember();
        using var guest = Site.NewGuest();

        var me = (await Call(member, "/api/v1/users/me", "GET")).Expect(200);

        Assert.Equal(await member.UserName(), me.Json.Text("userName"));
        Assert.Equal("application/json", me.ContentHeaders.ContentType?.MediaType);
        (await Call(guest, "/api/v1/users/me", "GET")).Expect(401);
        (await Call(guest, "/api/v1/videos", "POST", new { title = "Nobody's" })).Expect(401);
    }

    [Fact]
    public async Task Call_TakesItsBodyAsAnObjectOrAsAString()
    {
        using var member = await Site.NewMember();

        var one = (await Call(member, "/api/v1/videos", "POST", new { title = "As an object" })).Expect(201).Json;
        var two = (await Call(member, "/api/v1/videos", "POST", JsonSerializer.Serialize(new { title = "As a string" }))).Expect(201).Json;

        Assert.Equal("As an object", (await member.Details(one.Text("id")!)).Json.Text("title"));
        Assert.Equal("As a string", (await member.Details(two.Text("id")!)).Json.Text("title"));
        (await Call(member, $"/api/v1/videos/{one.Text("id")}", "DELETE")).Expect(202);
        (await Call(member, "/api/v1/videos", "POST", new { title = "" })).Expect(400, "title-invalid");
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("{\"url\":7,\"method\":\"GET\"}")]
    [InlineData("{\"url\":\"/api/v1/videos\",\"method\":\"G T\"}")]
    [InlineData("{\"url\":\"/api/v1/videos\"")]
    public async Task Envelope_ThatIsBroken_IsTheCallersFault(string json)
    {
        using var member = await Site.NewMember();
        (await member.PostText("/api", json)).Expect(400);
    }

    private static Task<Reply> Call(SiteClient client, string url, string method, object? body = null) =>
        client.Post("/api", new { url, method, req_body = body });
}
