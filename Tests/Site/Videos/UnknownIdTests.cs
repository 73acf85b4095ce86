using System.Globalization;
using OrleansVideo.Tests.Media;
using OrleansVideo.Tests.Site.Client;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Site.Videos;

/// <summary>Whoever makes ids up neither fills the site's memory nor keeps others out.</summary>
public sealed class UnknownIdTests
{
    private const int Limit = 5;
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Address_ThatMakesIdsUp_IsRefusedOnEveryRoute_AndNobodyElse()
    {
        await using var site = await SiteProcess.StartAsync(SiteSettings.Roomy
            .With("Network:MaxUnknownIdsPerMinute", $"{Limit}").With("Network:KnownProxies", "127.0.0.1").With("Streaming:Linger", "00:02:00"));
        using var owner = await site.NewMember("owner");
        using var viewer = site.NewGuest();
        using var passer = site.NewGuest();
        var stranger = ("X-Forwarded-For", "203.0.113.9");
        var film = await owner.Publish(await SampleVideos.Mp4FastStartAsync());
        (await viewer.Get($"/watch/{film}", stranger)).Expect(200);
        (await viewer.Play(film, ("Range", "bytes=0-9"), stranger)).Expect(206);

        // What exists is never counted, whatever is missing of it.
        for (var count = 0; count < 2 * Limit; count++)
        {
            (await passer.Get($"/api/v1/videos/{film}/queue", stranger)).Expect(404);
            (await viewer.Get($"/api/v1/videos/{film}", stranger)).Expect(200);
        }

        for (var count = 0; count < Limit; count++) (await viewer.Get($"/api/v1/videos/{Guid.NewGuid()}", stranger)).Expect(404);

        var other = await owner.CreateDraft();
        string[] paths =
        [
            $"/api/v1/videos/{other}", $"/api/v1/videos/{other}/comments", $"/api/v1/videos/{other}/queue", $"/videos/{other}", $"/posters/{other}.jpg",
        ];
        foreach (var path in paths)
            Assert.InRange((await viewer.Get(path, stranger)).Expect(429, "rate-limited").RetryAfter!.Value, 1, 60);
        (await viewer.Send(HttpMethod.Post, $"/api/v1/videos/{other}/playback", Json("{\"state\":\"left\",\"position\":0}"), stranger)).Expect(429, "rate-limited");
        (await viewer.Send(HttpMethod.Post, "/api", Json($"{{\"url\":\"/api/v1/videos/{other}\",\"method\":\"GET\"}}"), stranger)).Expect(429, "rate-limited");
        (await owner.Send(HttpMethod.Delete, $"/api/v1/videos/{other}", null, stranger)).Expect(429, "rate-limited");
        (await owner.Send(HttpMethod.Post, $"/upload/{other}", Json("{}"), stranger)).Expect(429, "rate-limited");
        (await owner.Send(HttpMethod.Post, $"/video-delete-record/{other}", null, stranger)).Expect(429, "rate-limited");
        var page = (await viewer.Get($"/watch/{other}", stranger, ("Accept", "text/html"))).Expect(429);
        Assert.InRange(page.RetryAfter!.Value, 1, 60);
        var frame = (await viewer.Get($"/embed/{other}", stranger, ("Accept", "text/html"))).Expect(429);
        Assert.InRange(frame.RetryAfter!.Value, 1, 60);
        Assert.Null(frame.Header("X-Frame-Options"));

        // The playback that is on goes on; other addresses, and pages without an id, are as ever.
        (await viewer.Play(film, ("Range", "bytes=10-19"), stranger)).Expect(206);
        (await viewer.Get("/", stranger)).Expect(200);
        (await viewer.Get($"/api/v1/videos/{Guid.NewGuid()}", ("X-Forwarded-For", "203.0.113.10"))).Expect(404);
        (await owner.Details(other)).Expect(200);
        site.Log.AssertNoErrors();
    }

    /// <summary>A form that names many is no way around.</summary>
    [Fact]
    public async Task Form_ThatNamesManyMadeUpIds_IsCountedToo()
    {
        await using var site = await SiteProcess.StartAsync(SiteSettings.Roomy.With("Network:MaxUnknownIdsPerMinute", $"{Limit}"));
        using var member = await site.NewMember();
        var ids = string.Join('&', Enumerable.Range(0, 20).Select(_ => $"ids={Guid.NewGuid()}"));

        await member.Get($"/userhome/delete?{ids}");

        (await member.Get($"/api/v1/videos/{Guid.NewGuid()}")).Expect(429, "rate-limited");
    }

    [Fact, Trait("Set", "Long")]
    public async Task TenThousandMadeUpIds_LeaveNoActivations()
    {
        await using var site = await SiteProcess.StartAsync(SiteSettings.Roomy.With("Network:MaxUnknownIdsPerMinute", "0"));
        using var admin = await site.Admin();
        using var guest = site.NewGuest();
        var before = await Activations(admin);
        var peak = 0.0;

        await Parallel.ForAsync(0, 10_000, new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (number, _) =>
        {
            (await guest.Get($"/api/v1/videos/{Guid.NewGuid()}{(number % 2 == 0 ? "" : "/comments")}")).Expect(404);
            if (number == 4_000) peak = await Activations(admin);
        });

        Assert.True(peak > before + 500, $"{before} activations before, {peak} meanwhile: they are not counted");
        await Eventually.True("nothing is left of them", Soon, async () => await Activations(admin) < before + 20);
        site.Log.AssertNoErrors();
    }

    private static StringContent Json(string text) => new(text, System.Text.Encoding.UTF8, "application/json");

    private static async Task<double> Activations(SiteClient admin) => (await admin.Get("/metrics")).Expect(200).Text.Split('\n')
        .Where(line => line.StartsWith("orleans_catalog_activations", StringComparison.Ordinal))
        .Select(line => double.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture)).Max();
}
