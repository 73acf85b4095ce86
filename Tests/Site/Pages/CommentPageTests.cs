using Microsoft.Playwright;
using OrleansVideo.Tests.Site.Client;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Site.Pages;

/// <summary>Comments in Chromium, in place.</summary>
[Trait("Needs", "chromium")]
[Trait("Needs", "ffmpeg")]
public sealed class CommentPageTests(SharedSite shared, Chromium chromium) : SiteTest(shared), IClassFixture<Chromium>
{
    private const int FirstPage = 24;
    private const int All = FirstPage + 3;

    [Fact]
    public async Task Comments_ArePostedDeletedAndLoaded_WithoutANewPage()
    {
        using var owner = await Site.NewMember();
        var id = await owner.Publish(Film, "Much said");
        for (var i = 1; i <= All; i++) (await owner.Comment(id, $"Comment {i}")).Expect(201);
        await using var visit = await chromium.Visit(Site.Address, "comments");
        await visit.Register();
        await visit.Page.GotoAsync($"/watch/{id}");
        await visit.Page.EvaluateAsync("() => { window.same = true; }");
        var list = visit.Page.Locator(".comment-list > li");
        var heading = visit.Page.Locator("#comments");
        var status = visit.Page.Locator("[role=status]:has(+ [data-comments])");

        await visit.Page.GetByText("Older comments").ClickAsync();
        await Assertions.Expect(list).ToHaveCountAsync(All);
        await Assertions.Expect(status).ToHaveTextAsync("3 more comments.");
        await Assertions.Expect(list.Nth(FirstPage).GetByRole(AriaRole.Link).First).ToBeFocusedAsync();
        await Assertions.Expect(visit.Page.GetByText("Older comments")).ToHaveCountAsync(0);

        await visit.Field("NewComment").FillAsync(new string('x', 1_990) + " at 0:01");
        await Assertions.Expect(visit.Page.GetByText("2 characters left")).ToBeVisibleAsync();
        await visit.Field("NewComment").FillAsync("Look at 0:01!");
        await visit.Button("Post comment").ClickAsync();
        await Assertions.Expect(heading).ToHaveTextAsync($"{All + 1} comments");
        await Assertions.Expect(list.First.Locator(".comment-text")).ToHaveTextAsync("Look at 0:01!");
        await Assertions.Expect(list.First.GetByText("0:01", new LocatorGetByTextOptions { Exact = true })).ToHaveAttributeAsync("data-seconds", "1");
        await Assertions.Expect(visit.Field("NewComment")).ToBeFocusedAsync();
        await Assertions.Expect(status).ToHaveTextAsync("Your comment was posted.");

        await visit.Field("NewComment").FillAsync(" \n "); // Nothing: a rule of the site's, not of the browser's.
        await visit.Button("Post comment").ClickAsync();
        await Assertions.Expect(visit.Page.Locator("#NewComment-error")).ToContainTextAsync("A comment has 1 to 2,000 characters");
        await Assertions.Expect(visit.Field("NewComment")).ToHaveAttributeAsync("aria-invalid", "true");
        await Assertions.Expect(visit.Field("NewComment")).ToBeFocusedAsync();
        await visit.Shoot("refused");

        await visit.Field("NewComment").FillAsync("Half a thought");
        await list.First.GetByRole(AriaRole.Button).ClickAsync();
        await Assertions.Expect(heading).ToHaveTextAsync($"{All} comments");
        await Assertions.Expect(visit.Field("NewComment")).ToHaveValueAsync("Half a thought");
        await Assertions.Expect(status).ToHaveTextAsync("The comment was deleted.");
        await Assertions.Expect(list.First.GetByRole(AriaRole.Link).First).ToBeFocusedAsync();
        Assert.True(await visit.Page.EvaluateAsync<bool>("() => window.same"));
        visit.AssertNoComplaint(400);
    }

    [Fact]
    public async Task Comment_OfSomebodyWhoIsSignedOutMeanwhile_IsThereAfterSigningIn()
    {
        using var owner = await Site.NewMember();
        var id = await owner.Publish(Film, "Signed out");
        await using var visit = await chromium.Visit(Site.Address, "comment-signed-out");
        await visit.Register();
        await visit.Page.GotoAsync($"/watch/{id}");
        await visit.Page.Context.ClearCookiesAsync();

        await visit.Field("NewComment").FillAsync("Not lost");
        await visit.Button("Post comment").ClickAsync();
        await visit.Page.WaitForURLAsync("**handler=Comment*"); // The form is not this visitor's any more, as the site says.
        using var other = await Site.NewMember();
        await visit.SignInAs(other);
        await visit.Page.GotoAsync($"/watch/{id}");

        await Assertions.Expect(visit.Field("NewComment")).ToHaveValueAsync("Not lost");
        visit.AssertNoComplaint(400);
    }
}
