using Microsoft.Playwright;
using OrleansVideo.Tests.Site.Client;
using OrleansVideo.Tests.Site.Pages;

namespace OrleansVideo.Tests.Site.Administration;

/// <summary>What admins see of those who watch, and do about them, in a browser.</summary>
[Trait("Needs", "chromium, ffmpeg")]
public sealed class StreamPageTests(StreamAdminSite house, Chromium chromium)
    : StreamAdminTest(house), IClassFixture<StreamAdminSite>, IClassFixture<Chromium>
{
    private const float Soon = 30_000;

    [Fact]
    public async Task Viewer_AppearsByItself_AndIsEndedByAClick_WhileWhatIsTypedStays()
    {
        await using var visit = await chromium.VisitAsAdmin(House.Site.Address, "admin-streams");
        await visit.Page.GotoAsync("/admin/streams");
        await Assertions.Expect(visit.Page.GetByText("Nobody is watching just now.")).ToBeVisibleAsync();
        await visit.Field("MaxStreams").FillAsync("3");

        using var running = await Downloads(Arrives());
        var row = visit.Page.Locator("[data-lease]");
        await Assertions.Expect(row).ToHaveCountAsync(1, new LocatorAssertionsToHaveCountOptions { Timeout = Soon });
        await Assertions.Expect(visit.Page.Locator("#live-streams")).ToContainTextAsync("1 of 5");
        await Assertions.Expect(visit.Field("MaxStreams")).ToHaveValueAsync("3");
        await Assertions.Expect(visit.Field("MaxStreams")).ToBeFocusedAsync();
        await Assertions.Expect(row).ToContainTextAsync("127.0.0.1");
        Assert.EndsWith($"/watch/{House.Film}", await row.GetByRole(AriaRole.Link).GetAttributeAsync("href"), StringComparison.Ordinal);
        await visit.Shoot("watched");

        var lease = (await row.GetAttributeAsync("data-lease"))!;
        await row.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "End" }).ClickAsync();

        await Assertions.Expect(visit.Page.Locator(".notice")).ToHaveTextAsync("The stream was ended.");
        await Assertions.Expect(row).ToHaveCountAsync(0);
        Assert.False(await running.ReadToEnd(), "the film came to its end");
        await House.Site.Log.Says($@"site-admin \([0-9a-f-]{{36}}\) took back the stream token {lease}");
        visit.AssertNoComplaint();
    }

    [Fact]
    public async Task Number_IsChangedByTheForm_AndGoesBack_WithoutScripts()
    {
        await using var visit = await chromium.VisitAsAdmin(House.Site.Address, "admin-capacity", script: false);
        await visit.Page.GotoAsync("/admin/streams");
        await visit.Field("MaxStreams").FillAsync("0");
        await visit.Button("Change").ClickAsync();
        await Assertions.Expect(visit.Page.Locator(".notice")).ToContainTextAsync("0 streams may play at once");
        await Assertions.Expect(visit.Page.Locator("#live-streams")).ToContainTextAsync("closed");
        (await Arrives().Play(House.Film)).Expect(429, "streams-exhausted");

        await visit.Button("Back to the configured number").ClickAsync();

        await Assertions.Expect(visit.Page.Locator(".notice")).ToContainTextAsync($"{StreamAdminSite.Option} streams may play at once");
        await House.Site.Log.Says(@"site-admin \([0-9a-f-]{36}\) changed the number of stream tokens from 0 to 5, the option's number");
        visit.AssertNoComplaint();
    }

    [Fact]
    public async Task Number_ThatIsNone_IsRefusedBesideItsField_AndThePageStaysUpToDate()
    {
        await using var visit = await chromium.VisitAsAdmin(House.Site.Address, "admin-capacity-refused");
        await visit.Page.GotoAsync("/admin/streams");
        await visit.Page.Locator("form.capacity").EvaluateAsync("form => { form.noValidate = true; }");
        await visit.Field("MaxStreams").FillAsync("-1");
        await visit.Button("Change").ClickAsync();

        await Assertions.Expect(visit.Page.Locator("#MaxStreams-error")).ToContainTextAsync("from 0 to 10,000,000");
        await Enters();
        await Assertions.Expect(visit.Page.Locator("[data-lease]")).ToHaveCountAsync(1, new LocatorAssertionsToHaveCountOptions { Timeout = Soon });
        Assert.Equal(StreamAdminSite.Option, (await Admin.Streams()).GetProperty("capacity").GetInt32());
        visit.AssertNoComplaint(400);
    }
}
