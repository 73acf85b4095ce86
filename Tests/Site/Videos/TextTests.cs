using OrleansVideo.Tests.Site.Client;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Site.Videos;

public sealed class TextTests(SharedSite shared) : SiteTest(shared)
{
    /// <summary>W27: emoji, combined characters and right-to-left text come back as they were sent.</summary>
    [Theory]
    [InlineData("🎬 Ein Film über Käse 👩‍👩‍👧‍👦")]
    [InlineData("שלום עולם")]
    [InlineData("مرحبا بالعالم — тест — 日本語")]
    [InlineData("Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢")]
    [InlineData("<script>alert(1)</script> & \"quotes\" 'too'")]
    public async Task Title_OfAnyScript_RoundTrips(string title)
    {
        using var owner = await Site.NewMember();

        var id = await owner.CreateDraft(title);

        Assert.Equal(title, (await owner.Details(id)).Expect(200).Json.Text("title"));
        Assert.Contains(title, (await owner.Get("/api/v1/users/me/videos")).Expect(200).Json
            .GetProperty("items").EnumerateArray().Select(video => video.Text("title")));
    }

    [Fact]
    public async Task Language_IsShownInDetailsListsAndOnThePage_AndCanBeTakenAway()
    {
        using var owner = await Site.NewMember();
        var id = (await owner.Post("/api/v1/videos", new { title = "Uma caminhada", language = " pt-BR " })).Expect(201).Json.Text("id")!;
        (await owner.Upload(id, Film)).Expect(201);
        await owner.WaitForState(id, "ready");

        Assert.Equal("pt-BR", (await owner.Details(id)).Json.Text("language"));
        Assert.Equal("pt-BR", (await owner.Get("/api/v1/users/me/videos")).Expect(200).Json.GetProperty("items")[0].Text("language"));
        Assert.Contains("Portuguese (Brazil)", (await owner.Get($"/watch/{id}", ("Accept", "text/html"))).Expect(200).Text, StringComparison.Ordinal);
        Assert.Contains("value=\"pt-BR\"", (await owner.Get($"/userhome/edit/{id}", ("Accept", "text/html"))).Expect(200).Text, StringComparison.Ordinal);

        Assert.Equal("pt-BR", (await owner.Edit(id, new { title = "Another walk" })).Expect(200).Json.Text("language"));
        var form = new Dictionary<string, string> { ["Form.Title"] = "A walk", ["Form.Visibility"] = "Public", ["Form.VisibilityBefore"] = "Public" };
        (await owner.SendForm($"/userhome/edit/{id}", new(form))).Expect(302); // As a form of an earlier release, which does not ask.
        Assert.Equal("pt-BR", (await owner.Details(id)).Json.Text("language"));
        (await owner.SendForm($"/userhome/edit/{id}", new(form) { ["Form.Language"] = "zh-Hans" })).Expect(302);
        Assert.Equal("zh-Hans", (await owner.Details(id)).Json.Text("language"));
        (await owner.SendForm($"/userhome/edit/{id}", new(form) { ["Form.Language"] = "" })).Expect(302);
        Assert.Null((await owner.Details(id)).Json.Text("language"));
    }

    [Theory]
    [InlineData("english")]
    [InlineData("e")]
    [InlineData("en_US")]
    [InlineData("en-")]
    [InlineData("en\nde")]
    [InlineData("<b>")]
    [InlineData("zh-Hans-CN-aaaaa-bbbbb-ccccc-ddddd-eeeee")]
    public async Task Language_ThatIsNoTag_IsRefused_AndItsFieldNamed(string language)
    {
        using var owner = await Site.NewMember();
        var id = await owner.CreateDraft();

        foreach (var reply in new[] { await owner.Post("/api/v1/videos", new { title = "A walk", language }), await owner.Edit(id, new { language }) })
            Assert.Equal("language", reply.Expect(400, "field-invalid").Json.Text("field"));
        var page = (await owner.SendForm($"/userhome/edit/{id}", new()
        {
            ["Form.Title"] = "A walk", ["Form.Visibility"] = "Public", ["Form.Language"] = language,
        })).Expect(400).Text;
        Assert.Contains("such as en, pt-BR or zh-Hans", page, StringComparison.Ordinal);
        Assert.Null((await owner.Details(id)).Json.Text("language"));
    }

    [Fact]
    public async Task Title_OfTenThousandCharacters_IsRefused() => await AssertTitleRefused(new string('x', 10_000));

    [Fact]
    public async Task Title_OfOneTooMany_IsRefusedAndOfTheLimitIsTaken()
    {
        await AssertTitleRefused(new string('x', 121));
        using var owner = await Site.NewMember();
        await owner.CreateDraft(new string('x', 120));
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("bell\a")]
    [InlineData("two\nlines")]
    [InlineData("nul\0")]
    [InlineData("\u202Egnp.exe")]
    public async Task Title_OfControlsOrNothing_IsRefused(string title) => await AssertTitleRefused(title);

    [Theory]
    [InlineData("""{"title":"\ud83c"}""")]
    [InlineData("""{"title":"\udfa5 first"}""")]
    public async Task Title_WithALoneSurrogate_IsRefusedAsTheCallersFault(string json)
    {
        using var owner = await Site.NewMember();

        var reply = (await owner.PostText("/api/v1/videos", json)).Expect(400);

        Assert.Contains(reply.Problem, new[] { "title-invalid", "malformed-json" });
    }

    [Theory]
    [InlineData("{")]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("""{"title":7}""")]
    [InlineData("""{"title":"a","visibility":5}""")]
    [InlineData("""{"title":"a"} trailing""")]
    public async Task Json_WhenMalformedOrOfAnotherShape_Is400(string json)
    {
        using var owner = await Site.NewMember();

        var reply = (await owner.PostText("/api/v1/videos", json)).Expect(400);

        Assert.Contains(reply.Problem, new[] { "malformed-json", "visibility-invalid" });
    }

    [Fact]
    public async Task Visibility_OfAnUnknownWord_IsRefused()
    {
        using var owner = await Site.NewMember();
        (await owner.Post("/api/v1/videos", new { title = "a", visibility = "secret" })).Expect(400, "visibility-invalid");
    }

    [Fact]
    public async Task Description_OfFiveThousandIsTakenAndOneMoreRefused()
    {
        using var owner = await Site.NewMember();
        (await owner.Post("/api/v1/videos", new { title = "a", description = new string('d', 5_000) })).Expect(201);
        (await owner.Post("/api/v1/videos", new { title = "a", description = new string('d', 5_001) })).Expect(400, "description-invalid");
    }

    private async Task AssertTitleRefused(string title)
    {
        using var owner = await Site.NewMember();
        (await owner.Post("/api/v1/videos", new { title })).Expect(400, "title-invalid");
        var id = await owner.CreateDraft("Fine");
        (await owner.Edit(id, new { title })).Expect(400, "title-invalid");
        Assert.Equal("Fine", (await owner.Details(id)).Json.Text("title"));
    }
}
