namespace OrleansVideo.Tests.Site.Pages.Gallery;

/// <summary>Every page once: looked at, pictured and examined; in turn in light and dark, on a desktop and on a phone.</summary>
[Collection(GalleryCollection.Name)]
[Trait("Needs", "chromium, ffmpeg")]
[Trait("Set", "Long")]
public sealed class GalleryTests(GallerySite house)
{
    public static TheoryData<string> Names => GalleryPages.Names;

    [Theory, MemberData(nameof(Names))]
    public async Task Page_HasNoFault(string name)
    {
        var page = GalleryPages.Of(name);
        var place = GalleryPages.All.Index().Single(one => one.Item == page).Index;
        await house.Examine(page, GalleryLook.All[place % GalleryLook.All.Count]);
    }
}
