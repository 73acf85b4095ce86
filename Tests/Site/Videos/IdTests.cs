using OrleansVideo.Tests.Site.Client;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Site.Videos;

/// <summary>W8, W11: an id is an id, never a path; anything else does not exist.</summary>
public sealed class IdTests(SharedSite shared, PublishedFilm film) : IClassFixture<PublishedFilm>, IAsyncLifetime
{
    private SiteProcess _site = null!;

    public async ValueTask InitializeAsync() => _site = await shared.Get();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData("/videos/..%2f..%2fetc%2fpasswd")]
    [InlineData("/videos/%2e%2e/%2e%2e/etc/passwd")]
    [InlineData("/videos/../../../../etc/passwd")]
    [InlineData("/videos/..%5c..%5cweb.config")]
    [InlineData("/videos/%00")]
    [InlineData("/videos/.")]
    [InlineData("/videos//etc/passwd")]
    [InlineData("/videos/a%0d%0aSet-Cookie:x=y")]
    [InlineData("/posters/..%2f..%2fsite.db.jpg")]
    [InlineData("/watch/..%2f..%2fetc%2fpasswd")]
    [InlineData("/api/v1/videos/..%2f..%2fetc%2fpasswd")]
    public async Task Path_InPlaceOfAnId_IsNotFound(string path)
    {
        var (status, answer) = await RawHttp.Get(_site, path);

        Assert.InRange(status, 400, 404);
        Assert.DoesNotContain("root:", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("Set-Cookie:x", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/videos/")]
    [InlineData("/videos")]
    [InlineData("/posters/")]
    [InlineData("/uploads/")]
    [InlineData("/data/")]
    [InlineData("/assets/")]
    [InlineData("/lib/")]
    [InlineData("/appsettings.json")]
    [InlineData("/Pages/Index.cshtml")]
    [InlineData("/Index.cshtml")]
    public async Task Folder_IsNeverListedAndNoSourceServed(string path)
    {
        var (status, answer) = await RawHttp.Get(_site, path);

        if (path != "/") Assert.InRange(status, 400, 405);
        Assert.DoesNotContain("Index of", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("@page", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("ConnectionStrings", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Id_InAnyButItsCanonicalForm_IsNotFound()
    {
        (await film.Guest.Details(film.Id)).Expect(200);
        string[] others =
        [
            film.Id.ToUpperInvariant(), film.Id.Replace("-", "", StringComparison.Ordinal), "{" + film.Id + "}", film.Id + "0",
            film.Id[..^1], "(" + film.Id + ")", "0", "-1", "null", Guid.NewGuid().ToString(), Guid.Empty.ToString(),
        ];

        foreach (var other in others)
        {
            var id = Uri.EscapeDataString(other);
            (await film.Guest.Details(id)).Expect(404, "not-found");
            (await film.Guest.Play(id)).Expect(404);
            (await film.Guest.Get($"/posters/{id}.jpg")).Expect(404);
            (await film.Guest.Comments(id)).Expect(404, "not-found");
            (await film.Owner.Trash(id)).Expect(404, "not-found");
            (await film.Owner.Post($"/video-delete-record/{id}")).Expect(404);
            (await film.Owner.Upload(id, [1, 2, 3])).Expect(404);
        }
    }
}
