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
