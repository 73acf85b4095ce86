using System.Text.RegularExpressions;
using Microsoft.Playwright;
using OrleansVideo.Tests.Site.Client;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Site.Pages;

/// <summary>What people do with their account in a browser.</summary>
[Trait("Needs", "chromium")]
public sealed class AccountPageTests(SharedSite shared, Chromium chromium) : SiteTest(shared), IClassFixture<Chromium>
{
    [Fact]
    public async Task Sessions_AreListed_AndEnded_OneByOne_AndAllAtOnce()
    {
        await using var visit = await chromium.Visit(Site.Address, "sessions", script: false);
        await visit.Register();
        var page = visit.Page;
        await page.GotoAsync("/account");
        var name = await page.Locator(".facts-list dd").First.TextContentAsync();
        using var lost = await SignIn(name!);
        await page.ReloadAsync();
        var sessions = page.Locator(".sessions > li");
        await Assertions.Expect(sessions).ToHaveCountAsync(2);
        await Assertions.Expect(sessions.Filter(new() { HasText = "This browser" })).ToContainTextAsync("Chrome on Linux");
        await visit.Shoot("two");

        await page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^End this session") }).ClickAsync();

        await Assertions.Expect(page.Locator(".notice")).ToHaveTextAsync("That session ended.");
        await Dies(lost);
        using var one = await SignIn(name!);
        using var two = await SignIn(name!);
        await page.ReloadAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "End all other sessions" }).ClickAsync();
        await Assertions.Expect(sessions).ToHaveCountAsync(1);
        await Dies(one);
        await Dies(two);
        visit.AssertNoComplaint();
    }

    [Fact]
    public async Task Password_CanBeShown_AndIsHiddenAgainAsItIsSent()
    {
        await using var visit = await chromium.Visit(Site.Address, "show-password");
        await visit.Page.GotoAsync("/account/login");
        await visit.Field("UserName").FillAsync(AccountCalls.FreshName("nobody"));
        await visit.Field("Password").FillAsync("not the password 1");
        await visit.Button("Show password").ClickAsync();
        await Assertions.Expect(visit.Field("Password")).ToHaveAttributeAsync("type", "text");
        await visit.Shoot("shown");

        await visit.Button("Sign in").ClickAsync();

        await Assertions.Expect(visit.Page.Locator("main [role=alert]")).ToContainTextAsync("do not match an account");
        await Assertions.Expect(visit.Field("Password")).ToHaveAttributeAsync("type", "password");
        await Assertions.Expect(visit.Field("Password")).ToHaveValueAsync("");
        visit.AssertNoComplaint(401);
    }

    private async Task<SiteClient> SignIn(string name)
    {
        var client = Site.NewGuest();
        (await client.SignIn(name)).Expect(200);
        return client;
    }

    /// <summary>Another frontend may believe its last answer for a second.</summary>
    private static Task<TimeSpan> Dies(SiteClient session) => Eventually.True("the session is dead", TimeSpan.FromSeconds(20),
        async () => (await session.Get("/api/v1/users/me")).Status == 401);
}
