using OrleansVideo.Tests.Site.Client;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Site.Videos;

[Trait("Needs", "ffmpeg")]
public sealed class PublishingTests(SharedSite shared) : SiteTest(shared)
{
    [Fact]
    public async Task Draft_WhenCreated_IsTheOwnersAlone()
    {
        using var owner = await Site.NewMember();
        using var guest = Site.NewGuest();

        var id = await owner.CreateDraft("Not yet");

        var details = (await owner.Details(id)).Expect(200).Json;
        Assert.Equal("draft", details.Text("state"));
        Assert.Equal("public", details.Text("visibility"));
        (await guest.Play(id)).Expect(409, "not-ready");
        Assert.DoesNotContain(id, (await guest.Get("/api/v1/videos?limit=100")).Expect(200).Json.Ids());
    }

    [Fact]
    public async Task Upload_OfARealFilm_BecomesReadyWithItsFacts()
    {
        using var owner = await Site.NewMember();
        var id = await owner.CreateDraft("A film");

        var stored = (await owner.Upload(id, Film)).Expect(201).Json;
        var details = await owner.WaitForState(id, "ready");

        var length = new FileInfo(Film).Length;
        Assert.Equal(id, stored.Text("id"));
        Assert.Equal(length, stored.GetProperty("size").GetInt64());
        Assert.Equal(length, details.GetProperty("size").GetInt64());
        Assert.True(details.GetProperty("durationSeconds").GetDouble() > 0.5);
        Assert.True(details.GetProperty("width").GetInt32() > 0);
        Assert.True(details.GetProperty("height").GetInt32() > 0);
        Assert.Equal("h264", details.Text("videoCodec"), ignoreCase: true);
        Assert.Equal("aac", details.Text("audioCodec"), ignoreCase: true);
        Assert.Equal("video/mp4", details.Text("contentType"));
        Assert.Equal($"/videos/{id}", details.Text("streamUrl"));
        Assert.Null(details.Text("failure"));
        Assert.Null(details.Time("deleteAfter"));
        Assert.NotNull(details.Time("publishedAt"));
        Assert.Equal(length, await owner.QuotaUsed());
    }

    [Fact]
    public async Task Poster_OfAReadyVideo_IsACacheableJpeg()
    {
        using var owner = await Site.NewMember();
        using var guest = Site.NewGuest();
        var id = await owner.Publish(Film);

        var poster = (await guest.Get((await guest.Details(id)).Json.Text("posterUrl")!)).Expect(200);

        Assert.Equal("image/jpeg", poster.ContentHeaders.ContentType?.MediaType);
        Assert.Equal([0xFF, 0xD8, 0xFF], poster.Body[..3]);
        var etag = poster.Header("ETag")!;
        (await guest.Get($"/posters/{id}.jpg", ("If-None-Match", etag))).Expect(304);
    }

    [Fact]
    public async Task Edit_OfTitleDescriptionAndVisibility_IsWhatEverybodySees()
    {
        using var owner = await Site.NewMember();
        using var guest = Site.NewGuest();
        var id = await owner.Publish(Film, "Before");

        (await owner.Edit(id, new { title = "After", description = "Two\nlines" })).Expect(200);

        var seen = (await guest.Details(id)).Expect(200).Json;
        Assert.Equal("After", seen.Text("title"));
        Assert.Equal("Two\nlines", seen.Text("description"));
        Assert.Equal("public", seen.Text("visibility"));
    }

    [Fact]
    public async Task Views_CountPlaybacksNotRequests()
    {
        using var owner = await Site.NewMember();
        using var guest = Site.NewGuest();
        var id = await owner.Publish(Film);

        for (var i = 0; i < 5; i++)
            (await guest.PlayRange(id, $"{i * 10}-{i * 10 + 9}")).Expect(206);

        // A frontend asks for a count once in three seconds, and the next request may be another's.
        await Eventually.True("the playback is counted once", TimeSpan.FromSeconds(20), async () =>
            await Views(guest, id) == 1 && await Views(guest, id) == 1 && await Views(guest, id) == 1);
    }

    private static async Task<long> Views(SiteClient client, string id) =>
        (await client.Details(id)).Expect(200).Json.GetProperty("views").GetInt64();
}
