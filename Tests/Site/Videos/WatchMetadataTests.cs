using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using OrleansVideo.Tests.Site.Client;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Site.Videos;

/// <summary>What a link to a film says of it to other sites and to search engines.</summary>
public sealed class WatchMetadataTests(SharedSite shared) : SiteTest(shared)
{
    [Fact]
    public async Task Page_OfAPublicFilm_SaysWhatItIs_InWholeAddresses()
    {
        using var owner = await Site.NewMember();
        var id = await owner.Publish(Film, "Sea & \"sun\"");
        (await owner.Edit(id, new { description = "First line.\nSecond line." })).Expect(200);
        var details = (await owner.Details(id)).Json;

        var page = (await owner.Get($"/watch/{id}")).Expect(200).Text;

        Assert.Equal("video.other", Property(page, "og:type"));
        Assert.Equal("Sea & \"sun\"", Property(page, "og:title"));
        Assert.Equal("First line. Second line.", Property(page, "og:description"));
        Assert.Equal($"{Site.Address}watch/{id}", Property(page, "og:url"));
        Assert.Equal($"{Site.Address}videos/{id}", Property(page, "og:video"));
        Assert.Equal("video/mp4", Property(page, "og:video:type"));
        Assert.Equal($"{Site.Address}posters/{id}.jpg", Property(page, "og:image"));
        Assert.Equal(details.GetProperty("width").GetInt32().ToString(CultureInfo.InvariantCulture), Property(page, "og:video:width"));
        Assert.Equal("3", Property(page, "video:duration"));
        Assert.Contains($"<link rel=\"canonical\" href=\"{Site.Address}watch/{id}\" />", page, StringComparison.Ordinal);
        Assert.Contains($"<link itemprop=\"embedUrl\" href=\"{Site.Address}embed/{id}\" />", page, StringComparison.Ordinal);
        Assert.DoesNotContain("noindex", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_OfAPrivateFilm_SaysNothingToOthers()
    {
        using var owner = await Site.NewMember();
        var id = await owner.Publish(Film, "Mine", "private");

        var page = (await owner.Get($"/watch/{id}")).Expect(200).Text;

        Assert.DoesNotContain("og:", page, StringComparison.Ordinal);
        Assert.DoesNotContain("&lt;iframe", page, StringComparison.Ordinal);
        Assert.Contains("noindex", page, StringComparison.Ordinal);
    }

    private static string Property(string page, string name) =>
        WebUtility.HtmlDecode(Regex.Match(page, $"<meta property=\"{name}\" content=\"([^\"]*)\" />").Groups[1].Value);
}
