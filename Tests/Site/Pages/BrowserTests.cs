using Microsoft.Playwright;
using OrleansVideo.Tests.Site.Client;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Site.Pages;

/// <summary>What people do, in a real browser, with and without scripts.</summary>
[Trait("Needs", "chromium")]
[Trait("Needs", "ffmpeg")]
public sealed class BrowserTests(SharedSite shared, Chromium chromium) : SiteTest(shared), IClassFixture<Chromium>
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Visitor_UploadsWatchesSeeksCommentsDeletesAndUndoes()
    {
        await using var visit = await chromium.Visit(Site.Address, "with-script");
        await visit.Register();
        await visit.Page.GotoAsync("/userhome");
        await visit.Field("file").SetInputFilesAsync(Film);
        await visit.Field("Title").FillAsync("Vacances à la mer 🌊");
        var row = visit.Page.Locator("tr[data-state=ready]");
        await Assertions.Expect(row).ToBeVisibleAsync(new LocatorAssertionsToBeVisibleOptions { Timeout = 60_000 });
        await visit.Shoot("userhome");

        await row.GetByRole(AriaRole.Link, new LocatorGetByRoleOptions { Name = "Vacances" }).First.ClickAsync();
        var video = visit.Page.Locator("video[data-playback]");
        await video.EvaluateAsync("video => { video.muted = true; return video.play(); }");
        await TimeReaches(video, 0.3);
        await video.EvaluateAsync("video => { video.currentTime = 2; }");
        await TimeReaches(video, 2.1);
        await visit.Shoot("watch");

        await visit.Field("NewComment").FillAsync("Quelle belle vue! 😍");
        await visit.Button("Post comment").ClickAsync();
        await Assertions.Expect(visit.Page.Locator(".comment-text")).ToHaveTextAsync("Quelle belle vue! 😍");
        await visit.Shoot("comment");

        await visit.Button("Move to trash").ClickAsync();
        await Assertions.Expect(visit.Button("Undo")).ToBeVisibleAsync();
        await visit.Shoot("trash");
        await visit.Button("Undo").ClickAsync();
        await Assertions.Expect(visit.Page.Locator("video[data-playback]")).ToBeVisibleAsync();
        await visit.Page.GotoAsync("/");
        await Assertions.Expect(visit.Page.GetByText("Vacances").First).ToBeVisibleAsync();
        await visit.Shoot("home");
        visit.AssertNoComplaint();
    }

    [Fact]
    public async Task Visitor_WithoutScripts_DoesTheSameByForms()
    {
        await using var visit = await chromium.Visit(Site.Address, "without-script", script: false);
        await visit.Register();
        await visit.Page.GotoAsync("/userhome");
        await visit.Field("Title").FillAsync("Plain forms");
        await visit.Button("Continue to the file").ClickAsync();
        await visit.Field("file").SetInputFilesAsync(Film);
        await visit.Shoot("upload");
        await visit.Button("Upload").ClickAsync();
        var row = visit.Page.Locator("tr[data-state=ready]");
        await Eventually.True("the list shows the video as ready", Soon, async () =>
        {
            await visit.Page.GotoAsync("/userhome");
            return await row.CountAsync() == 1;
        });
        await visit.Shoot("userhome");

        await row.GetByRole(AriaRole.Link, new LocatorGetByRoleOptions { Name = "Plain forms" }).First.ClickAsync();
        await Assertions.Expect(visit.Page.Locator("video[src^='/videos/']")).ToBeVisibleAsync();
        await visit.Field("NewComment").FillAsync("Said by a form");
        await visit.Button("Post comment").ClickAsync();
        await Assertions.Expect(visit.Page.Locator(".comment-text")).ToHaveTextAsync("Said by a form");

        await visit.Button("Move to trash").ClickAsync();
        await visit.Button("Undo").ClickAsync();
        await Assertions.Expect(visit.Page.Locator("video[data-playback]")).ToBeVisibleAsync();
        await visit.Shoot("watch");
        visit.AssertNoComplaint();
    }

    /// <summary>Text of strangers stays text, on every page that shows it.</summary>
    [Fact]
    public async Task HostileText_IsShownAndNeverRun()
    {
        const string Hostile = "<img src=x onerror=\"owned=1\"><script>owned=1</script>{{7*7}}";
        using var owner = await Site.NewMember();
        var id = await owner.Publish(Film, Hostile);
        (await owner.Comment(id, Hostile)).Expect(201);
        (await owner.Edit(id, new { description = "javascript:alert(1) https://example.org/?a=\"><script>" })).Expect(200);
        await using var visit = await chromium.Visit(Site.Address, "hostile");

        foreach (var path in new[] { "/", $"/watch/{id}", $"/?query={Uri.EscapeDataString("<script>owned=1</script>")}" })
        {
            await visit.Page.GotoAsync(path);
            Assert.False(await visit.Page.EvaluateAsync<bool>("() => 'owned' in window"));
            Assert.Equal(0, await visit.Page.Locator("img[src=x]").CountAsync());
            Assert.Equal(0, await visit.Page.Locator("a[href^='javascript:']").CountAsync());
        }

        await visit.Page.GotoAsync($"/watch/{id}");
        await Assertions.Expect(visit.Page.Locator(".comment-text")).ToHaveTextAsync(Hostile);
        visit.AssertNoComplaint();
    }

    private static Task<TimeSpan> TimeReaches(ILocator video, double seconds) => Eventually.True($"the playback reaches {seconds} s", Soon,
        async () => await video.EvaluateAsync<double>("video => video.currentTime") >= seconds);
}
