namespace OrleansVideo.Tests.Site.Pages.Gallery;

/// <summary>Pages once: looked at, pictured and examined; in turn in light and dark, on a desktop and on a phone.</summary>
[Collection(GalleryCollection.Name)]
[Trait("Needs", "chromium, ffmpeg")]
public sealed class GalleryTests(GallerySite house)
{
    public static TheoryData<string> Names => GalleryPages.Names;

    /// <summary>Those that everybody comes by.</summary>
    [Theory]
    [InlineData("home"), InlineData("watch-member"), InlineData("userhome"), InlineData("account"), InlineData("admin"), InlineData("status-404")]
    public Task PageOfEveryday_HasNoFault(string name) => Examine(name);

    [Theory, MemberData(nameof(Names)), Trait("Set", "Long")]
    public Task Page_HasNoFault(string name) => Examine(name);

    private Task Examine(string name)
    {
        var page = GalleryPages.Of(name);
        var place = GalleryPages.All.Index().Single(one => one.Item == page).Index;
        return house.Examine(page, GalleryLook.All[place % GalleryLook.All.Count]);
    }
}
