using OrleansVideo.Tests.Media;
using OrleansVideo.Tests.Site.Client;
using OrleansVideo.Tests.Site.Operations;
using OrleansVideo.Tests.Site.Tools;

namespace OrleansVideo.Tests.Site.Pages.Gallery;

/// <summary>The Nu HTML checker reads every page as the site sends it.</summary>
[Collection(GalleryCollection.Name)]
[Trait("Needs", "chromium, ffmpeg, java")]
public sealed class HtmlTests(GallerySite house)
{
    /// <summary>A page that is wrong: its error shows that the checker reads, and says what it finds.</summary>
    private const string Wrong = "<!DOCTYPE html><html lang=\"en\"><title>Wrong</title><p id=\"\">An empty id</p></html>";

    [Fact]
    public async Task Html_OfEveryPage_HasNoError()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.Combine("wrong.html"), Wrong, TestContext.Current.CancellationToken);
        foreach (var page in GalleryPages.All.Where(page => !page.IsForeign))
            await File.WriteAllTextAsync(folder.Combine(page.Name + ".html"), await Html(page), TestContext.Current.CancellationToken);

        var jar = await NpmTool.File("html-checker", "vnu-jar", "build", "dist", "vnu.jar");
        var (_, words) = await Tool.Run("java", ["-jar", jar, "--stdout", "--errors-only", "--exit-zero-always", folder.Path]);

        var lines = words.Split('\n', StringSplitOptions.RemoveEmptyEntries).ToLookup(line => line.Contains("/wrong.html", StringComparison.Ordinal));
        Assert.Single(lines[true]);
        Assert.True(!lines[false].Any(), string.Join('\n', lines[false].Select(line => line.Replace("file:" + folder.Path, "", StringComparison.Ordinal))));
    }

    private async Task<string> Html(GalleryPage page)
    {
        if (page is { Act: not null, NeedsScript: false })
        {
            await using var visit = await house.Windows.Open(page, GalleryLook.All[0], script: false);
            return await visit.Document!.TextAsync();
        }

        using var visitor = new SiteClient(house.AddressOf(page));
        var reader = house.ClientOf(page) ?? visitor;
        return (await reader.Get(house.Content.PathOf(page.Path), ("Accept", "text/html"))).Expect(page.Status).Text;
    }
}
