namespace OrleansVideo.Tests.Site.Pages.Gallery;

/// <summary>Looks at a page of the gallery.</summary>
internal static class Examination
{
    /// <summary>Has pictures come that a reader would first scroll to.</summary>
    private const string LoadAll =
        """
        () => Promise.all([...document.images].map(image => {
          image.loading = "eager";
          return image.complete || new Promise(done => (image.onload = image.onerror = done));
        }))
        """;

    /// <summary>Keeps a picture of it, and fails with all that is wrong.</summary>
    public static async Task Examine(this GallerySite house, GalleryPage page, GalleryLook look)
    {
        await using var visit = await house.Windows.Open(page, look);
        if (!page.IsWithoutScripts) await visit.Page.EvaluateAsync(LoadAll);
        await visit.Page.Shoot("gallery", look.Name, page.Name + ".png");
        if (page.IsForeign) return;
        var faults = page.IsWithoutScripts ? await PageFaults.FindPlain(visit.Page, look) : await PageFaults.Find(visit.Page, look);
        Assert.True(faults.Length == 0, $"{page} ({look.Name}):\n{string.Join('\n', faults)}");
        visit.AssertNoComplaint([page.Status, .. page.Refusals]);
    }
}
