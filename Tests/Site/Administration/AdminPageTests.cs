using Microsoft.Playwright;
using OrleansVideo.Tests.Site.Client;
using OrleansVideo.Tests.Site.Hosting;
using OrleansVideo.Tests.Site.Pages;

namespace OrleansVideo.Tests.Site.Administration;

/// <summary>What admins do in a browser.</summary>
[Collection(DeletionAdminCollection.Name)]
[Trait("Needs", "chromium, ffmpeg")]
public sealed class AdminPageTests(DeletionAdminSite house, Chromium chromium) : IClassFixture<Chromium>
{
    private static readonly LocatorAssertionsToHaveTextOptions Soon = new() { Timeout = 30_000 };

    [Fact]
    public async Task DeadLetter_IsShownWithItsReason_AndOneClickFinishesItAfterTheRepair()
    {
        var id = await house.DeadLetter();
        await using var visit = await SignIn("admin-dead-letter");
        await visit.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Administration" }).ClickAsync();
        await Assertions.Expect(visit.Page.GetByText("The site at a glance")).ToBeVisibleAsync();
        await Assertions.Expect(visit.Page.Locator("[data-check=database] .health")).ToHaveTextAsync("well");
        await Assertions.Expect(visit.Page.Locator("#live-cluster")).ToContainTextAsync("1 active");
        await visit.Shoot("overview");
        await visit.Page.GotoAsync("/admin/deletions?state=deadLetter");
        var row = visit.Page.Locator($"article[data-deletion='{id}']");
        await Assertions.Expect(row.Locator(".failure")).ToContainTextAsync("directory");
        await visit.Shoot("dead-letter");

        house.Repair(id);
        await row.GetByRole(AriaRole.Button).ClickAsync();

        await Assertions.Expect(visit.Page.Locator(".notice")).ToContainTextAsync(id);
        await house.Admin.DeletionBecomes(id, "done");
        await visit.Page.GotoAsync($"/admin/deletions?videoId={id}");
        await Assertions.Expect(row.Locator(".state")).ToHaveTextAsync("done");
        await Assertions.Expect(row.Locator(".past-failure")).ToContainTextAsync("directory");
        await visit.Shoot("done");
        visit.AssertNoComplaint();
    }

    [Fact]
    public async Task AllDeadLetters_AreReplayedByOneClick_WithoutScripts()
    {
        string[] ids = [await house.DeadLetter(), await house.DeadLetter()];
        await using var visit = await SignIn("admin-replay", script: false);
        await visit.Page.GotoAsync("/admin/deletions");
        foreach (var id in ids) house.Repair(id);

        await visit.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Retry all that were given up" }).ClickAsync();

        await Assertions.Expect(visit.Page.Locator(".notice")).ToContainTextAsync("tried again");
        foreach (var id in ids) await house.Admin.DeletionBecomes(id, "done");
        visit.AssertNoComplaint();
    }

    [Fact]
    public async Task Deletion_IsHeldReleasedAndUndone_ByClicks_AndSaysWhatItCannot()
    {
        var id = await house.Trashed();
        await using var visit = await SignIn("admin-hold");
        await visit.Page.GotoAsync($"/admin/deletions?videoId={id}");
        var row = visit.Page.Locator($"article[data-deletion='{id}']");

        await using var watcher = await SignIn("admin-watcher");
        await watcher.Page.GotoAsync($"/admin/deletions?videoId={id}");
        await Click(row, "Hold");
        await Assertions.Expect(row.Locator(".state")).ToHaveTextAsync("held");
        await Assertions.Expect(watcher.Page.Locator($"article[data-deletion='{id}'] .state")).ToHaveTextAsync("held", Soon);
        await Click(row, "Release");
        await Assertions.Expect(row.Locator(".state")).ToHaveTextAsync("waiting");
        await using var other = await SignIn("admin-late", script: false); // With scripts it would hear of it.
        await other.Page.GotoAsync($"/admin/deletions?videoId={id}");
        await Click(row, "Undo");
        await Assertions.Expect(row.Locator(".state")).ToHaveTextAsync("undone");
        await Assertions.Expect(row.GetByRole(AriaRole.Button)).ToHaveCountAsync(0);
        (await house.Owner.Play(id)).Expect(200);

        await Click(other.Page.Locator($"article[data-deletion='{id}']"), "Hold"); // On a page that knows nothing of the undoing.
        await Assertions.Expect(other.Page.Locator(".warning")).ToContainTextAsync("no state that allows this");
        visit.AssertNoComplaint();
    }

    /// <summary>A change announced of a video whose id is none, as a disk that lost some bits has it: it can't be read, whoever tries.</summary>
    [Fact]
    public async Task Repairs_ThatWereGivenUp_AreTriedAgainByOneClick_AndLeaveThePanelWhenTheyAreDone()
    {
        const string Broken = "broken-row";
        await house.Site.ChangeDatabase("insert into video_intents (video_id, revision, hides, announced_at) values (@Broken, 1, 0, 0)", new { Broken });
        var before = await house.GivenUp(Broken);
        Assert.Equal(("intent", 1), (before.Text("kind"), before.GetProperty("attempts").GetInt32()));
        Assert.False(string.IsNullOrEmpty(before.Text("lastError")));
        await using var visit = await SignIn("admin-repairs");
        await visit.Page.GotoAsync("/admin");
        var (panel, retry) = (visit.Page.Locator("#live-due-work"), visit.Button("Retry all that were given up (1)"));
        await Assertions.Expect(panel.Locator(".failure")).ToHaveTextAsync("1");
        await visit.Shoot("given-up");

        await retry.ClickAsync();

        await Assertions.Expect(visit.Page.Locator(".notice")).ToHaveTextAsync("1 item that had been given up is tried again.");
        await house.Site.Log.Says(@"site-admin \([0-9a-f-]{36}\) had all 1 items of due work that were given up tried again");
        await house.GivenUp(Broken, after: before.Time("givenUpAt"));
        await Assertions.Expect(retry).ToBeVisibleAsync(new LocatorAssertionsToBeVisibleOptions { Timeout = 30_000 });

        await house.Site.ChangeDatabase("delete from video_intents where video_id = @Broken", new { Broken });
        await Assertions.Expect(panel.Locator("dd").Last).ToHaveTextAsync("0", Soon); // The page hears of it by itself.
        await Assertions.Expect(retry).ToHaveCountAsync(0);
        visit.AssertNoComplaint();
    }

    [Fact]
    public async Task Repairs_AreForAdminsAlone()
    {
        using var guest = house.Site.NewGuest();
        foreach (var (stranger, status, problem) in new[] { (guest, 401, "sign-in-required"), (house.Owner, 403, "not-yours") })
        {
            (await stranger.Get("/api/v1/admin/due-work")).Expect(status, problem);
            (await stranger.Post("/api/v1/admin/due-work/replay")).Expect(status, problem);
        }

        Assert.Equal(0, (await house.Admin.Post("/api/v1/admin/due-work/replay")).Expect(202).Json.GetProperty("replayed").GetInt32());
    }

    [Fact]
    public async Task Video_IsRemovedWithAReason_AndItsOwnerSeesWhyAndNoDeadButton()
    {
        var id = await house.Published("Not here");
        var own = await house.Trashed("Thrown away");
        await using var visit = await SignIn("admin-remove");
        await visit.Page.GotoAsync($"/watch/{id}");
        await visit.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Remove video" }).ClickAsync();
        await visit.Field("Reason").FillAsync("Against the rules");
        await visit.Shoot("dialog");
        await visit.Button("Move to trash").ClickAsync();
        await Assertions.Expect(visit.Page.Locator("[data-by-admin=removal]")).ToContainTextAsync("Removed by an administrator: Against the rules");
        await visit.Shoot("removed");

        await using var home = await chromium.VisitHome(house.Owner, "removed-by-admin");
        var row = home.Row(id);
        await Assertions.Expect(row).ToContainTextAsync("Removed by an administrator: Against the rules");
        await Assertions.Expect(row.Locator(".by-admin time")).ToHaveCountAsync(1);
        await Assertions.Expect(row.Button("Undo")).ToHaveCountAsync(0);
        await row.GetByRole(AriaRole.Checkbox).CheckAsync();
        await Assertions.Expect(home.Button("Bring the chosen back")).ToBeDisabledAsync();
        await home.Shoot("trash");
        await home.Row(own).GetByRole(AriaRole.Checkbox).CheckAsync();
        await home.Button("Bring the chosen back").ClickAsync();
        await Assertions.Expect(home.Toast("1 video was removed by an administrator")).ToBeVisibleAsync();
        await Assertions.Expect(home.Toast("“Thrown away” is back.")).ToBeVisibleAsync();
        await home.Page.GotoAsync($"/watch/{id}");
        await Assertions.Expect(home.Page.Locator("[data-by-admin=removal]")).ToContainTextAsync("Against the rules");
        await Assertions.Expect(home.Button("Undo")).ToHaveCountAsync(0);
        home.AssertNoComplaint();

        await visit.Page.GotoAsync($"/watch/{id}");
        await visit.Button("Undo").ClickAsync();
        await Assertions.Expect(visit.Page.Locator("[data-by-admin]")).ToHaveCountAsync(0);
        visit.AssertNoComplaint();
        Assert.Equal("ready", (await house.Owner.Details(id)).Json.Text("state"));
    }

    [Fact]
    public async Task Hold_SaysWhy_AndWhatIsBeingWrittenStays()
    {
        var id = await house.Trashed();
        await using var visit = await SignIn("admin-hold-reason");
        await visit.Page.GotoAsync($"/admin/deletions?videoId={id}");
        var row = visit.Page.Locator($"article[data-deletion='{id}']");
        await row.Locator("[name=reason]").FillAsync("Evidence");
        await row.Locator("h2 a").FocusAsync();
        await visit.Page.WaitForResponseAsync(response => response.Url.Contains("/admin/deletions", StringComparison.Ordinal)); // A look of the page.
        await visit.Page.WaitForResponseAsync(response => response.Url.Contains("/admin/deletions", StringComparison.Ordinal));
        await Click(row, "Hold");
        await Assertions.Expect(row).ToContainTextAsync("Held by an administrator: Evidence");
        visit.AssertNoComplaint();
    }

    [Fact]
    public async Task Storage_IsScannedByAClick_AndSaysWhatItFound()
    {
        var stray = await StrayFile.Make(house.Site);
        await using var visit = await SignIn("admin-storage");
        await visit.Page.GotoAsync("/admin/storage");

        await visit.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Dry run" }).ClickAsync();

        var finding = visit.Page.Locator("article", new PageLocatorOptions { HasText = StrayFile.Name });
        await Eventually.True("the scan finds it", TimeSpan.FromSeconds(30), async () =>
        {
            await visit.Page.GotoAsync("/admin/storage");
            return await finding.CountAsync() == 1;
        });
        await Assertions.Expect(finding.Locator(".state")).ToHaveTextAsync("found");
        await visit.Shoot("found");
        await Click(finding, "Put into quarantine");
        await Assertions.Expect(finding.Locator(".state")).ToHaveTextAsync("in quarantine");
        await visit.Shoot("quarantined");
        Assert.False(File.Exists(stray));
        await Click(finding, "Bring back");
        await Assertions.Expect(finding.Locator(".state")).ToHaveTextAsync("brought back");
        Assert.True(File.Exists(stray));
        visit.AssertNoComplaint();
    }

    [Theory]
    [InlineData("/admin"), InlineData("/admin/streams"), InlineData("/admin/deletions"), InlineData("/admin/storage"), InlineData("/admin/orleans/")]
    public async Task Pages_AreForAdminsAlone(string path)
    {
        using var guest = house.Site.NewGuest();
        var asBrowser = ("Accept", "text/html");
        Assert.StartsWith("/account/login", new Uri(house.Site.Address, (await guest.Get(path, asBrowser)).Expect(302).Header("Location")!).AbsolutePath, StringComparison.Ordinal);
        (await house.Owner.Get(path, asBrowser)).Expect(403);
        var page = (await house.Admin.Get(path)).Expect(200);
        Assert.Contains("Administration", page.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/admin/deletions?state=nonsense"), InlineData("/admin/deletions?videoId=nonsense"), InlineData("/admin/deletions?cursor=!")]
    [InlineData("/admin/storage?state=nonsense"), InlineData("/admin/storage?cursor=!"), InlineData("/admin/streams?cursor=!")]
    public async Task Pages_WithAFilterThatIsNone_AreBadRequests(string path) => (await house.Admin.Get(path)).Expect(400);

    private Task<Visit> SignIn(string name, bool script = true) => chromium.VisitAsAdmin(house.Site.Address, name, script);

    private static Task Click(ILocator row, string button) =>
        row.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = button }).ClickAsync();
}
