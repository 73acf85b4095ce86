using OrleansVideo.Tests.Site.Client;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Site.Limits;

/// <summary>Nobody writes faster than a person does, whatever the way; each test has loopback addresses and accounts of its own.</summary>
[Trait("Needs", "ffmpeg")]
public sealed class WriteLimitTests(WriteLimitSite shared) : IClassFixture<WriteLimitSite>
{
    [Fact]
    public async Task Comments_AreTenAMinute_OverTheApiThePageAndTheEnvelopeTogether_AndOfThisAccountAlone()
    {
        using var writer = await shared.Member("127.0.10.1");
        using var other = await shared.Member("127.0.10.1");
        var page = $"/watch/{shared.Video}";
        for (var i = 0; i < 8; i++) (await writer.Comment(shared.Video, $"Comment {i}")).Expect(201);
        (await writer.SendForm(page, new() { ["NewComment"] = "From the page" }, page + "?handler=Comment")).Expect(302);
        var envelope = new { url = $"/api/v1/videos/{shared.Video}/comments", method = "POST", req_body = new { content = "From an envelope" } };
        (await writer.Post("/api", envelope)).Expect(201);

        Assert.InRange((await writer.Comment(shared.Video, "One too many")).Expect(429, "rate-limited").RetryAfter!.Value, 1, 60);
        (await writer.Post("/api", envelope)).Expect(429, "rate-limited");
        (await other.Comment(shared.Video, "Somebody else's")).Expect(201);
    }

    [Fact]
    public async Task Comment_ThatIsRefusedOnThePage_IsKeptInItsField_WithWordsInBothLanguages()
    {
        using var writer = await shared.Member("127.0.11.1");
        var page = $"/watch/{shared.Video}";
        for (var i = 0; i < 10; i++) (await writer.Comment(shared.Video, $"Comment {i}")).Expect(201);
        Dictionary<string, string> form = new() { ["NewComment"] = "What took me an hour to write" };

        var english = (await writer.SendForm(page, form, page + "?handler=Comment")).Expect(429);
        writer.Cookies.Add(writer.Site, new System.Net.Cookie(".AspNetCore.Culture", "c%3Dzh-Hans%7Cuic%3Dzh-Hans", "/"));
        var chinese = (await writer.SendForm(page, form, page + "?handler=Comment")).Expect(429);

        Assert.True(english.RetryAfter >= 1);
        Assert.Matches("What took me an hour to write</textarea>", english.Text);
        Assert.Matches("You are posting comments too fast\\. Try again in \\d+ seconds?\\.", english.Text);
        Assert.Matches("What took me an hour to write</textarea>", chinese.Text);
        Assert.Contains("您发表评论过于频繁。", chinese.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Drafts_AreSoManyAMinute_AndSoManyUnfinished_HoweverManyAtOnce()
    {
        using var writer = await shared.Member("127.0.12.1");

        var replies = await Task.WhenAll(Enumerable.Range(0, 30).Select(i => writer.Post("/api/v1/videos", new { title = $"Draft {i}" })));

        Assert.Equal(8, replies.Count(reply => reply.Status == 201));
        Assert.Equal(2, replies.Count(reply => reply.Problem == "drafts-exhausted"));
        Assert.Equal(20, replies.Count(reply => reply.Problem == "rate-limited" && reply.RetryAfter >= 1));
        var form = new Dictionary<string, string> { ["Video.Title"] = "A title that I thought of", ["Video.Visibility"] = "public" };
        Assert.Contains("A title that I thought of", (await writer.SendForm("/userhome", form)).Expect(429).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Registrations_AreFiveAnHourFromOneAddress_AndANameThatIsTakenIsNone()
    {
        var taken = AccountCalls.FreshName("taken");
        for (var i = 0; i < 5; i++)
        {
            using var guest = new SiteClient(shared.Site.Address, "127.0.13.1");
            (await guest.Register(i == 0 ? taken : AccountCalls.FreshName("sixth"))).Expect(201);
            if (i == 0) (await guest.Register(taken)).Expect(409, "user-name-taken");
        }

        using var sixth = new SiteClient(shared.Site.Address, "127.0.13.1");
        Assert.InRange((await sixth.Register(AccountCalls.FreshName("sixth"))).Expect(429, "rate-limited").RetryAfter!.Value, 60, 3_600);
        Dictionary<string, string> form = new() { ["UserName"] = "a-name-i-like", ["Password"] = AccountCalls.Password };
        var page = (await sixth.SendForm("/account/register", form)).Expect(429);
        Assert.Contains("Too many accounts were created from your network address.", page.Text, StringComparison.Ordinal);
        Assert.Contains("value=\"a-name-i-like\"", page.Text, StringComparison.Ordinal);
        using var elsewhere = new SiteClient(shared.Site.Address, "127.0.13.2");
        (await elsewhere.Register(AccountCalls.FreshName("elsewhere"))).Expect(201);
    }

    [Fact]
    public async Task EveryOtherWayToWrite_HasItsLimit_AndASentence()
    {
        using var owner = await shared.Member("127.0.14.1");
        using var admin = new SiteClient(shared.Site.Address, "127.0.14.2");
        (await admin.SignIn(SiteSettings.AdminName, SiteSettings.AdminPassword)).Expect(200);
        var id = await owner.CreateDraft();
        var nobody = Guid.NewGuid();
        foreach (var ask in new Func<Task<Reply>>[]
        {
            () => owner.Edit(id, new { title = "Another title" }),
            () => owner.Delete($"/api/v1/videos/{nobody}"),
            () => owner.Post($"/api/v1/videos/{shared.Video}/playback", new { state = "playing", position = 1 }),
            () => owner.Post($"/upload/{id}"),
            () => owner.Get("/api/v1/videos?query=walk"),
            () => owner.Get("/?query=walk", ("Accept", "application/json")),
            () => owner.Send(HttpMethod.Post, "/preferences", new FormUrlEncodedContent([new("theme", "dark")])),
            () => admin.Post("/api/v1/admin/due-work/replay"),
        })
        {
            for (var i = 0; i < WriteLimitSite.Small; i++) Assert.NotEqual(429, (await ask()).Status);
            var refused = await ask();
            Assert.True(refused.Status == 429 && refused.RetryAfter >= 1, $"{refused.Request}: {refused.Status}");
            Assert.True(refused.Problem is null or "rate-limited", refused.Problem);
        }

        for (var i = 0; i <= WriteLimitSite.Small; i++) Assert.NotEqual(429, (await owner.SignOut()).Status); // Once by the account, then by the address.
        (await owner.SignOut()).Expect(429, "rate-limited");

        using var searcher = await shared.Member("127.0.14.3");
        for (var i = 0; i < WriteLimitSite.Small; i++) (await searcher.Get("/?query=walk", ("Accept", "text/html"))).Expect(200);
        var page = (await searcher.Get("/?query=walk", ("Accept", "text/html"))).Expect(429);
        Assert.Contains("You are searching too fast.", page.Text, StringComparison.Ordinal);
        (await searcher.Get("/", ("Accept", "text/html"))).Expect(200);
    }

    [Fact]
    public async Task Envelopes_AreLimitedByAddress_WhateverIsInThem()
    {
        using var guest = new SiteClient(shared.Site.Address, "127.0.15.1");
        for (var i = 0; i < 15; i++) (await guest.Post("/api", new { url = "/api/v1/videos", method = "GET" })).Expect(200);

        (await guest.Post("/api", new { url = "/api/v1/videos", method = "GET" })).Expect(429, "rate-limited");
        (await guest.Get("/api/v1/videos")).Expect(200);
    }

    [Fact]
    public async Task FormWithTypedText_IsShownAgain()
    {
        using var owner = await shared.Member("127.0.16.1");
        var id = await owner.CreateDraft();
        for (var i = 0; i < WriteLimitSite.Small; i++) (await owner.Edit(id, new { title = $"Title {i}" })).Expect(200);
        var form = new Dictionary<string, string> { ["Form.Title"] = "A better title", ["Form.Description"] = "A long description", ["Form.Visibility"] = "public" };

        var page = (await owner.SendForm($"/userhome/edit/{id}", form)).Expect(429);

        Assert.Contains("A better title", page.Text, StringComparison.Ordinal);
        Assert.Contains("A long description", page.Text, StringComparison.Ordinal);
        Assert.Contains("You are doing this too often.", page.Text, StringComparison.Ordinal);
    }
}
