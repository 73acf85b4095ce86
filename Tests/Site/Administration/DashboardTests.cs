using Microsoft.Data.Sqlite;
using Microsoft.Playwright;
using OrleansVideo.Tests.Site.Pages;

namespace OrleansVideo.Tests.Site.Administration;

/// <summary>Looking at the dashboard changes nothing, and another site's page can't make an admin look.</summary>
[Collection(DeletionAdminCollection.Name)]
[Trait("Needs", "chromium, ffmpeg")]
public sealed class DashboardTests(DeletionAdminSite house, Chromium chromium) : IClassFixture<Chromium>
{
    private const string Limiter = "OrleansVideo.Grains.Streaming.StreamLimiterGrain";
    private static readonly (string, string) SameOrigin = ("Sec-Fetch-Site", "same-origin");

    private (string Name, string Value) OwnReferer => ("Referer", new Uri(house.Site.Address, "/admin/orleans/").ToString());

    /// <summary>Spellings that lead to the same endpoint.</summary>
    public static TheoryData<string> Spellings =>
    [
        "/admin/orleans/GrainState", "/admin/orleans/grainstate", "/ADMIN/Orleans/GRAINSTATE/", "/admin/orleans/GrainState/",
        "/admin/orleans/%47rain%53tate", "/admin/%6frleans/GrainState", "/admin/orleans/DashboardCounters", "/admin/orleans/ClusterStats/",
        "/admin/orleans/GrainTypes", "/admin/orleans/Reminders/1", "/admin/orleans/SiloProperties/x",
    ];

    [Theory, MemberData(nameof(Spellings))]
    public async Task Data_AskedForFromElsewhere_IsRefused_AndTouchesNothing(string path)
    {
        var before = await Facts();
        var address = $"{path}?grainType={Limiter}&grainId=x";
        (string, string)[][] elsewhere =
        [
            [("Sec-Fetch-Site", "cross-site")], [("Sec-Fetch-Site", "same-site")], [("Sec-Fetch-Site", "none"), ("Sec-Fetch-Mode", "navigate")],
            [("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", "navigate"), ("Sec-Fetch-Dest", "document"), OwnReferer],
            [], [("Referer", "http://evil.example/")], [("Referer", $"http://{house.Site.Address.Host}:1/")], [("Referer", $"http://evil.example/{house.Site.Address}")],
            [("Referer", $"http://{house.Site.Address.Authority}.evil.example/")], [("Referer", "null")],
        ];
        foreach (var headers in elsewhere) (await house.Admin.Get(address, headers)).Expect(403, "cross-site");
        Assert.Equal(before, await Facts());
    }

    [Theory]
    [InlineData(Limiter, "x"), InlineData(Limiter, "Global"), InlineData("OrleansVideo.Grains.Catalog.CatalogReconcilerGrain", "x")]
    [InlineData("OrleansVideo.Grains.Storage.StorageReconcilerGrain", "x"), InlineData("OrleansVideo.Grains.Deletion.DeletionShardGrain", "shard-00")]
    [InlineData("OrleansVideo.Grains.Accounts.UserGrain", "nobody"), InlineData("OrleansVideo.Grains.Videos.VideoGrain", "x")]
    [InlineData("OrleansVideo.Grains.Catalog.CatalogGrain", "0"), InlineData("Orleans.Dashboard.Implementation.Grains.DashboardGrain", "0")]
    [InlineData("orleansvideo.grains.streaming.streamlimitergrain", "global")]
    public async Task State_OfAForeignTypeOrKey_IsNotThere_AndTouchesNothing(string type, string key)
    {
        var before = await Facts();
        (await house.Admin.Get($"/admin/orleans/GrainState?grainType={type}&grainId={key}", SameOrigin)).Expect(404, "not-found");
        (await house.Admin.Get($"/admin/orleans/grainstate/?grainType={type}&grainId={key}", OwnReferer)).Expect(404, "not-found");
        (await house.Admin.Get($"/admin/orleans/GrainState?grainType={Limiter}&grainId=global&GRAINTYPE={type}&grainid={key}", SameOrigin)).Expect(404, "not-found");
        Assert.Equal(before, await Facts());
    }

    [Fact]
    public async Task State_OfAGrainOfOurs_IsShownToTheDashboardsPage()
    {
        var before = await Facts();
        foreach (var headers in new[] { SameOrigin, OwnReferer })
        {
            var state = (await house.Admin.Get($"/admin/orleans/GrainState?grainType={Limiter}&grainId=global", headers)).Expect(200).Text;
            Assert.Contains("GetState", state, StringComparison.Ordinal);
            Assert.Contains("Epoch", state, StringComparison.Ordinal);
        }

        var types = (await house.Admin.Get("/admin/orleans/GrainTypes", SameOrigin)).Expect(200).Json.EnumerateArray().Select(type => type.GetString()!).ToArray();
        Assert.Contains(Limiter, types);
        Assert.All(types, type => Assert.StartsWith("OrleansVideo.Grains.", type, StringComparison.Ordinal));
        Assert.Equal(before, await Facts());
    }

    /// <summary>The page itself may be opened from anywhere; it is data that it can't be made to give away.</summary>
    [Fact]
    public async Task Page_OpensByNavigation_Bookmark_AndPlainHttp_AndIsNoPartOfAnotherPage()
    {
        foreach (var path in new[] { "/admin/orleans/", "/ADMIN/orleans/", "/admin/orleans/index.html" })
        {
            (await house.Admin.Get(path)).Expect(200);
            foreach (var site in new[] { "none", "same-origin", "cross-site" })
                (await house.Admin.Get(path, ("Sec-Fetch-Site", site), ("Sec-Fetch-Mode", "navigate"), ("Sec-Fetch-Dest", "document"))).Expect(200);
            (await house.Admin.Get(path, ("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", "no-cors"), ("Sec-Fetch-Dest", "image"))).Expect(403, "cross-site");
            (await house.Admin.Get(path, ("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", "navigate"), ("Sec-Fetch-Dest", "iframe"))).Expect(403, "cross-site");
        }

        Assert.DoesNotContain("site-bar", (await house.Admin.Get("/admin/orleans/ClusterStats/", SameOrigin)).Expect(200).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Browser_ShowsTheDashboardAndAGrainsState_AndALinkElsewhereShowsNone()
    {
        await using var visit = await chromium.VisitAsAdmin(house.Site.Address, "dashboard-state");
        await visit.Page.GotoAsync("/admin");
        await visit.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Grains and silos" }).ClickAsync();
        await Assertions.Expect(visit.Page.GetByText("Total Activations")).ToBeVisibleAsync(new() { Timeout = 30_000 });
        await visit.Page.ReloadAsync();
        await Assertions.Expect(visit.Page.GetByText("Total Activations")).ToBeVisibleAsync(new() { Timeout = 30_000 });
        var state = await visit.Page.EvaluateAsync<string>(
            $"async () => (await fetch('GrainState?grainId=global&grainType={Limiter}')).text()");
        Assert.Contains("Epoch", state, StringComparison.Ordinal);
        await visit.Shoot("dashboard");
        visit.AssertNoComplaint();

        var before = await Facts();
        var target = new Uri(house.Site.Address, $"/admin/orleans/GrainState?grainType={Limiter}&grainId=x");
        await using var foreign = await ForeignPage.StartAsync($"<meta name=referrer content=no-referrer><a id=go href=\"{target}\">Look</a><img src=\"{target}\">");
        await visit.Page.GotoAsync(foreign.Address);
        await visit.Page.Locator("#go").ClickAsync();
        await visit.Page.WaitForURLAsync(url => url.Contains("GrainState", StringComparison.Ordinal));
        Assert.Equal(403, visit.Document!.Status);
        Assert.Equal(before, await Facts());
    }

    /// <summary>The limiter's epoch, and how many reminders there are.</summary>
    private async Task<(long Epoch, long Reminders)> Facts()
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(house.Site.DataDirectory, "video.db")};Mode=ReadOnly;Pooling=False");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = "select (select epoch from stream_limiter where id = 1), (select count(*) from orleansreminderstable)";
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        Assert.True(await reader.ReadAsync(TestContext.Current.CancellationToken));
        return (reader.GetInt64(0), reader.GetInt64(1));
    }
}
