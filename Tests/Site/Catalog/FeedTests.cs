using System.Text.Json;
using OrleansVideo.Tests.Site.Client;
using OrleansVideo.Tests.Site.Hosting;
using OrleansVideo.Tests.Site.Operations;

namespace OrleansVideo.Tests.Site.Catalog;

/// <summary>The newest videos for feed readers, and what else machines look for at a site.</summary>
[Trait("Needs", "ffmpeg, python3-feedparser")]
public sealed class FeedTests(SharedSite shared) : SiteTest(shared)
{
    private const string Title = "<b>Bold</b> & “quoted” 时间 🎬";

    [Fact]
    public async Task FeedOfAnOwner_IsUnderstoodByAFeedReader_WithEnclosureAndThumbnail()
    {
        using var owner = await Site.NewMember();
        var name = await owner.UserName();
        var id = await owner.Publish(Film, Title);
        await owner.Publish(Film, "Hidden", "unlisted");
        (await owner.Edit(id, new { description = "Line one\nhttps://example.org/?a=1&b=2" })).Expect(200);
        using var guest = Site.NewGuest();

        var feed = await Understood((await Listed(guest, name, id)).Text);

        Assert.Equal(("atom10", $"{name} – OrleansVideo"), (feed.GetProperty("version").GetString(), feed.GetProperty("title").GetString()));
        var entry = Assert.Single(feed.GetProperty("entries").EnumerateArray());
        Assert.Equal($"urn:uuid:{id}", entry.Text("id"));
        Assert.Equal(Title, System.Net.WebUtility.HtmlDecode(entry.Text("title")));
        Assert.Equal(name, entry.Text("author"));
        Assert.Equal(new Uri(Site.Address, $"/watch/{id}").ToString(), entry.Text("link"));
        var enclosure = entry.GetProperty("enclosure");
        Assert.Equal(new Uri(Site.Address, $"/videos/{id}").ToString(), enclosure[0].GetString());
        Assert.Equal("video/mp4", enclosure[1].GetString());
        Assert.Equal(new FileInfo(Film).Length, enclosure[2].GetInt64());
        var poster = Assert.Single(entry.GetProperty("thumbnail").EnumerateArray()).GetString()!;
        (await guest.Get(new Uri(poster).PathAndQuery)).Expect(200);
    }

    [Fact]
    public async Task Feed_IsAskedForAgain_ByWhatWasTold()
    {
        using var owner = await Site.NewMember();
        var name = await owner.UserName();
        var id = await owner.Publish(Film, "First");
        using var guest = Site.NewGuest();
        var path = $"/feed.xml?owner={name}";
        var first = await Listed(guest, name, id);
        var (tag, date) = (first.Header("ETag")!, first.Header("Last-Modified")!);

        Assert.Equal("application/atom+xml", first.ContentHeaders.ContentType!.MediaType);
        Assert.Contains("max-age=", first.Header("Cache-Control"), StringComparison.Ordinal);
        Assert.Empty((await guest.Get(path, ("If-None-Match", tag))).Expect(304).Body);
        (await guest.Get(path, ("If-Modified-Since", date))).Expect(304);
        var head = (await guest.Head(path)).Expect(200);
        Assert.Empty(head.Body);
        Assert.Equal(tag, head.Header("ETag"));

        (await owner.Edit(id, new { title = "Second" })).Expect(200);
        await Eventually.True("the feed says the new title", TimeSpan.FromSeconds(20), async () =>
            (await guest.Get(path, ("If-None-Match", tag))) is { Status: 200 } changed && changed.Text.Contains("Second", StringComparison.Ordinal));
        (await owner.Edit(id, new { visibility = "private" })).Expect(200);
        await Eventually.True("the feed forgets what is private", TimeSpan.FromSeconds(20), async () =>
            !(await guest.Get(path)).Expect(200).Text.Contains(id, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Pages_NameTheirFeed_AndRobotsAndBrowsersFindWhatTheyAskFor()
    {
        using var guest = Site.NewGuest();
        var home = (await guest.Get("/", ("Accept", "text/html"))).Expect(200).Text;
        Assert.Contains("href=\"/feed.xml\"", home, StringComparison.Ordinal);
        Assert.Contains("property=\"og:title\"", home, StringComparison.Ordinal);
        Assert.Contains("href=\"/feed.xml?owner=ada\"", (await guest.Get("/?owner=ada", ("Accept", "text/html"))).Text, StringComparison.Ordinal);
        Assert.Contains("noindex", (await guest.Get("/?query=ada", ("Accept", "text/html"))).Text, StringComparison.Ordinal);

        Assert.Contains("Disallow: /admin", (await guest.Get("/robots.txt")).Expect(200).Text, StringComparison.Ordinal);
        var manifest = (await guest.Get("/site.webmanifest")).Expect(200);
        Assert.Equal("application/manifest+json", manifest.ContentHeaders.ContentType!.MediaType);
        foreach (var icon in manifest.Json.GetProperty("icons").EnumerateArray()) (await guest.Get(icon.Text("src")!)).Expect(200);
        Assert.StartsWith("image/", (await guest.Get("/favicon.ico")).Expect(200).ContentHeaders.ContentType!.MediaType);
    }

    private static Task<Reply> Listed(SiteClient guest, string owner, string id) => Eventually.Get($"the feed has {id}", TimeSpan.FromSeconds(20), async () =>
        (await guest.Get($"/feed.xml?owner={owner}")).Expect(200) is var feed && feed.Text.Contains(id, StringComparison.Ordinal) ? feed : null);

    /// <summary>Debian's own Python, which has the package; another one on the path may not.</summary>
    private static async Task<JsonElement> Understood(string feed)
    {
        var (exitCode, output) = await Tool.Run("/usr/bin/python3", [Repository.At("Tests", "Site", "Catalog", "read_feed.py")], feed);
        Assert.True(exitCode == 0, output);
        return JsonDocument.Parse(output).RootElement;
    }
}
