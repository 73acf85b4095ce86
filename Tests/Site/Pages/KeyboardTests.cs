using Microsoft.Playwright;
using OrleansVideo.Tests.Site.Client;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Site.Pages;

/// <summary>Everything that a member does, with nothing but a keyboard.</summary>
[Trait("Needs", "chromium")]
[Trait("Needs", "ffmpeg")]
public sealed class KeyboardTests(SharedSite shared, Chromium chromium) : SiteTest(shared), IClassFixture<Chromium>
{
    private static readonly LocatorAssertionsToBeVisibleOptions Soon = new() { Timeout = 30_000 };

    [Fact]
    public async Task Member_RegistersUploadsWatchesCommentsDeletesAndUndoes_ByKeysAlone()
    {
        await using var visit = await chromium.Visit(Site.Address, "keyboard");
        var page = visit.Page;
        var chooser = new TaskCompletionSource<IFileChooser>();
        page.FileChooser += (_, opened) => chooser.TrySetResult(opened); // From the start: told at the key itself, the browser may hear of it too late.
        await page.GotoAsync("/");
        await visit.Follow(Link("Register"), "/account/register*");
        await visit.Type("User name", AccountCalls.FreshName("typist"));
        await visit.Type("Password", AccountCalls.Password);
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Sign out" })).ToBeVisibleAsync(Soon);
        await page.WaitForURLAsync("**/userhome"); // Where a new member begins.

        await visit.TabTo(page.Locator("input[type=file]"));
        await page.Keyboard.PressAsync("Enter");
        await (await chooser.Task.WaitAsync(TimeSpan.FromSeconds(30))).SetFilesAsync(Film);
        var row = page.Locator("tr[data-state=ready]");
        await Assertions.Expect(row).ToBeVisibleAsync(Soon);
        await visit.Follow(row.GetByRole(AriaRole.Link), "/watch/*");

        await visit.TabTo(page.Locator("media-player"));
        await page.Keyboard.PressAsync("Space");
        await visit.TimeReaches(0.3);
        await visit.Type("Your comment", "Typed");
        await visit.Enter(visit.Button("Post comment"));
        await Assertions.Expect(page.Locator(".comment-text")).ToHaveTextAsync("Typed");

        await visit.Enter(visit.Button("Move to trash"));
        await Assertions.Expect(visit.Button("Undo").First).ToBeVisibleAsync(Soon);
        await visit.Shoot("undo");
        await visit.Enter(visit.Button("Undo"));
        await Assertions.Expect(visit.Player()).ToBeVisibleAsync(Soon);
        visit.AssertNoComplaint();

        ILocator Link(string name) => page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = name, Exact = true });
    }
}
