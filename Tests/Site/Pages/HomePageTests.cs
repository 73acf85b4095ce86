using System.Text.RegularExpressions;
using Microsoft.Playwright;
using OrleansVideo.Tests.Media;
using OrleansVideo.Tests.Site.Client;

namespace OrleansVideo.Tests.Site.Pages;

/// <summary>The first page: a list that goes on, and a search that suggests, by keyboard alone, and without scripts.</summary>
[Trait("Needs", "chromium")]
[Trait("Needs", "ffmpeg")]
public sealed class HomePageTests(LongListSite house, Chromium chromium) : IClassFixture<LongListSite>, IClassFixture<Chromium>
{
    private const string List = $"/?owner={LongListSite.Owner}";

    [Fact]
    public async Task List_GoesOnByItself_ThenWaitsForAClick_AndKeepsTheFocus_UntilThatWasAll()
    {
        await using var visit = await chromium.Visit(house.Site.Address, "endless");
        var (page, tiles) = (visit.Page, visit.Page.Locator(".tiles > li:not(.skeleton)"));
        await visit.NoteShifts();
        await page.GotoAsync(List);
        var more = page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "More videos" });
        await Assertions.Expect(tiles).ToHaveCountAsync(24);

        // Three pages come by themselves, as the reader comes near the end.
        foreach (var count in new[] { 48, 72, 96 })
        {
            await tiles.Last.ScrollIntoViewIfNeededAsync();
            await Assertions.Expect(tiles).ToHaveCountAsync(count, Patient);
        }

        await more.ScrollIntoViewIfNeededAsync();
        await Assertions.Expect(page.Locator(".skeleton")).ToHaveCountAsync(0);
        await Assertions.Expect(page.Locator("main [role=status]").Last).ToHaveTextAsync("24 more videos");
        await Assertions.Expect(page).ToHaveURLAsync(new Uri(house.Site.Address, List).ToString());

        await visit.AssertMovedAtMost(0.1);
        await visit.Shoot("endless"); // Not before: for a picture of the whole page the window is made as high as that.

        // A page that can't be had is said so, and tried again by the same link.
        await page.RouteAsync("**/*cursor=*", route => route.AbortAsync());
        await more.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("main [role=alert]")).ToHaveTextAsync("The next videos could not be loaded.", new() { Timeout = 20_000 });
        await visit.Shoot("trouble");
        await page.UnrouteAsync("**/*cursor=*");
        await page.Keyboard.PressAsync("Enter");

        await Assertions.Expect(tiles.Nth(96).Locator("a").First).ToBeFocusedAsync(new() { Timeout = 20_000 });
        await tiles.Last.ScrollIntoViewIfNeededAsync();
        await Assertions.Expect(tiles).ToHaveCountAsync(LongListSite.Videos, Patient);
        await Assertions.Expect(page.GetByText("That was all.")).ToBeVisibleAsync();
        await Assertions.Expect(more).ToHaveCountAsync(0);
        var titles = await tiles.Locator("h2").AllTextContentsAsync();
        Assert.Equal(Enumerable.Range(0, LongListSite.Videos).Select(LongListSite.Title), titles);
        visit.AssertNoComplaint("net::ERR_FAILED");
    }

    [Fact]
    public async Task List_WithoutScripts_HasALinkToEachNextPage()
    {
        await using var visit = await chromium.Visit(house.Site.Address, "pager", script: false);
        await visit.Page.GotoAsync(List);
        for (var pages = 1; pages < 6; pages++)
        {
            await Assertions.Expect(visit.Page.Locator(".tiles h2").First).ToHaveTextAsync(LongListSite.Title((pages - 1) * 24));
            await visit.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "More videos" }).ClickAsync();
        }

        await Assertions.Expect(visit.Page.Locator(".tiles > li")).ToHaveCountAsync(LongListSite.Videos - (5 * 24));
        await visit.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "First page" }).ClickAsync();
        await Assertions.Expect(visit.Page.Locator(".tiles h2").First).ToHaveTextAsync(LongListSite.Title(0));

        // The search is a plain form.
        var field = visit.Page.GetByRole(AriaRole.Searchbox, new PageGetByRoleOptions { Name = "Search videos" });
        await field.FillAsync("film 007");
        await field.PressAsync("Enter");
        await Assertions.Expect(visit.Page.Locator(".tiles h2")).ToHaveTextAsync([LongListSite.Title(7)]);
        visit.AssertNoComplaint();
    }

    [Fact]
    public async Task Search_SuggestsAsOneTypes_AndIsDoneByKeyboardAlone()
    {
        const string Hostile = "Zebra <img src=x onerror=\"owned=1\">";
        using var owner = await house.Site.NewMember();
        var id = await owner.Publish(await SampleVideos.Mp4FastStartAsync(), Hostile);
        await using var visit = await chromium.Visit(house.Site.Address, "search");
        await visit.Page.GotoAsync("/");
        var field = visit.Page.GetByRole(AriaRole.Combobox, new PageGetByRoleOptions { Name = "Search videos" });
        var options = visit.Page.GetByRole(AriaRole.Option);
        var status = visit.Page.Locator(".site-search [role=status]");

        await field.PressSequentiallyAsync("film 01");
        await Assertions.Expect(options).ToHaveCountAsync(6, Patient);
        await Assertions.Expect(status).ToHaveTextAsync("6 suggestions");
        await field.PressAsync("ArrowUp");
        await Assertions.Expect(options.Last).ToHaveAttributeAsync("aria-selected", "true");
        await Assertions.Expect(field).ToHaveAttributeAsync("aria-activedescendant", (await options.Last.GetAttributeAsync("id"))!);
        await visit.Shoot("suggestions");
        await field.PressAsync("Escape");
        await Assertions.Expect(options).ToHaveCountAsync(0);
        await Assertions.Expect(field).ToHaveAttributeAsync("aria-expanded", "false");
        await Assertions.Expect(field).ToHaveValueAsync("film 01");

        await field.FillAsync("nothing like it");
        await Assertions.Expect(status).ToHaveTextAsync("0 suggestions", new() { Timeout = 20_000 });
        await Assertions.Expect(visit.Page.GetByText("Nothing was found.")).ToBeVisibleAsync();

        await field.FillAsync("zebr");
        await Assertions.Expect(options).ToHaveCountAsync(1, Patient);
        await Assertions.Expect(options.First).ToContainTextAsync(Hostile);
        Assert.Equal(0, await visit.Page.Locator("img[src=x]").CountAsync());
        await field.PressAsync("ArrowDown");
        await field.PressAsync("Enter");
        await Assertions.Expect(visit.Page).ToHaveURLAsync(new Uri(house.Site.Address, $"/watch/{id}").ToString(), new() { Timeout = 20_000 });

        // Enter without a choice shows all results.
        await field.FillAsync("film 02");
        await field.PressAsync("Enter");
        await Assertions.Expect(visit.Page).ToHaveURLAsync(new Regex(@"/\?query=film\+02$"));
        await Assertions.Expect(visit.Page.Locator("h1")).ToHaveTextAsync("Videos with “film 02”");
        visit.AssertNoComplaint();
    }

    private static LocatorAssertionsToHaveCountOptions Patient => new() { Timeout = 20_000 };
}
