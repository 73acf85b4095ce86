using System.Text.Json;
using OrleansVideo.Tests.Site.Client;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Site.Administration;

/// <summary>An admin sees who holds which token.</summary>
[Trait("Needs", "ffmpeg")]
public sealed class StreamListTests(StreamAdminSite house) : StreamAdminTest(house), IClassFixture<StreamAdminSite>
{
    private static readonly TimeSpan ThreeHeartbeats = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task List_PageByPage_HasEveryHolderOnce()
    {
        for (var i = 0; i < StreamAdminSite.Option; i++) await Enters();
        (await Arrives().Play(House.Film)).Expect(429, "streams-exhausted");
        List<JsonElement> leases = [];
        List<int> lengths = [];
        var query = "?limit=2";

        while (query is not null)
        {
            var page = await Admin.Streams(query);
            Assert.Equal((5, 5, 1), (Number(page, "capacity"), Number(page, "held"), Number(page, "waiting")));
            lengths.Add(page.GetProperty("leases").GetArrayLength());
            leases.AddRange(page.GetProperty("leases").EnumerateArray());
            query = page.Text("nextCursor") is { } cursor ? $"?limit=2&cursor={cursor}" : null;
        }

        Assert.Equal([2, 2, 1], lengths);
        Assert.Equal(5, leases.Select(lease => lease.Text("id")).Distinct().Count());
        Assert.Equal(5, leases.Select(lease => lease.Text("viewer")).Distinct().Count());
        Assert.All(leases, lease => Assert.Equal(House.Film, lease.Text("videoId")));
    }

    [Theory]
    [InlineData("?limit=0")]
    [InlineData("?limit=101")]
    [InlineData("?cursor=next")]
    public async Task List_OfAPageThatIsNone_IsRefused(string query) =>
        (await Admin.Get("/api/v1/admin/streams" + query)).Expect(400, "query-invalid");

    [Fact]
    public async Task Lease_ShowsWhoTakesHowMuchFromWhereSinceWhen()
    {
        var before = TimeProvider.System.GetUtcNow();
        using var running = await Download.Start(await Arrives().Open(
            HttpMethod.Get, $"/videos/{House.Film}", null, ("X-Forwarded-For", "203.0.113.9"))); // Anybody can say so: no proxy is known here.

        await Eventually.True("a heartbeat tells of the open request", ThreeHeartbeats, async () => Number(await TheLease(), "requests") == 1);

        var lease = await TheLease();
        Assert.InRange(lease.GetProperty("bytesSent").GetInt64(), running.Read, StreamAdminSite.Length);
        Assert.InRange(lease.Time("since")!.Value, before - TimeSpan.FromSeconds(1), TimeProvider.System.GetUtcNow());
        Assert.Equal("127.0.0.1", lease.Text("address"));
        Assert.NotEqual(Guid.Empty, lease.GetProperty("frontend").GetGuid());
    }

    private async Task<JsonElement> TheLease() => Assert.Single((await Admin.Streams()).GetProperty("leases").EnumerateArray());

    private static int Number(JsonElement json, string field) => json.GetProperty(field).GetInt32();
}
