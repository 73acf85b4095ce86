namespace OrleansVideo.Tests.Site.Pages.Gallery;

/// <summary>Every page in every look.</summary>
[Collection(GalleryCollection.Name)]
[Trait("Needs", "chromium, ffmpeg")]
[Trait("Set", "Long")]
public sealed class GalleryMatrixTests(GallerySite house)
{
    public static TheoryData<string> Names => GalleryPages.Names;

    [Theory, MemberData(nameof(Names))]
    public async Task Page_InEveryLook_HasNoFault(string name)
    {
        foreach (var look in (GalleryLook[])[.. GalleryLook.All, GalleryLook.Chinese]) await house.Examine(GalleryPages.Of(name), look);
    }
}
