using OrleansVideo.Tests.Site.Client;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Site.Streaming;

/// <summary>What caches between us and a viewer may keep: nothing that not everybody may see, and nothing without asking.</summary>
[Trait("Needs", "ffmpeg")]
public sealed class CachingTests(SharedSite shared) : SiteTest(shared)
{
    [Theory]
    [InlineData("public", "no-cache, public", "max-age=300, public, s-maxage=0")]
    [InlineData("unlisted", "no-cache, private", "no-cache, private")]
    [InlineData("private", "no-cache, private", "no-cache, private")]
    public async Task Answers_SayWhoMayKeepThem(string visibility, string ofContent, string ofPoster)
    {
        using var owner = await Site.NewMember();
        var id = await owner.Publish(Film, visibility: visibility);

        var whole = (await owner.Play(id)).Expect(200);
        var etag = whole.Headers.ETag!.ToString();
        Reply[] content =
        [
            whole,
            (await owner.PlayRange(id, "0-9")).Expect(206),
            (await owner.PlayRange(id, "0-9,20-29")).Expect(206),
            (await owner.Head($"/videos/{id}")).Expect(200),
            (await owner.Play(id, ("If-None-Match", etag))).Expect(304),
        ];
        Assert.All(content, reply => Assert.Equal(ofContent, Directives(reply)));
        Assert.All(content, reply => Assert.Null(reply.Header("Set-Cookie")));
        var poster = (await owner.Get($"/posters/{id}.jpg")).Expect(200);
        Assert.Equal(ofPoster, Directives(poster));
        Assert.Equal(ofPoster, Directives((await owner.Get($"/posters/{id}.jpg", ("If-None-Match", poster.Headers.ETag!.ToString()))).Expect(304)));
    }

    [Fact]
    public async Task Refusals_AreKeptByNobody()
    {
        using var owner = await Site.NewMember();
        using var guest = Site.NewGuest();
        var (id, hidden, gone) = (await owner.Publish(Film), await owner.Publish(Film, visibility: "private"), await owner.Publish(Film));
        (await owner.Trash(gone)).Expect(202);

        Reply[] refusals =
        [
            (await guest.PlayRange(id, "99999999999-")).Expect(416),
            (await guest.Play(id, ("If-Match", "\"other\""))).Expect(412),
            (await guest.Get($"/posters/{id}.jpg", ("If-Match", "\"other\""))).Expect(412),
            (await guest.Play(hidden)).Expect(404),
            (await guest.Play(hidden, ("Accept", "text/html"))).Expect(404),
            (await guest.Get($"/posters/{hidden}.jpg")).Expect(404),
            (await guest.Play(gone)).Expect(410),
            (await guest.Get($"/posters/{gone}.jpg")).Expect(410),
        ];
        Assert.All(refusals, reply => Assert.Equal((true, false), (reply.Headers.CacheControl!.NoStore, reply.Headers.CacheControl.Public)));
    }

    /// <summary>In the alphabet's order: what the client read has none.</summary>
    private static string Directives(Reply reply) => string.Join(", ", reply.Header("Cache-Control")!.Split(", ").Order(StringComparer.Ordinal));
}
