namespace OrleansVideo.Tests.Site.Pages.Gallery;

/// <summary>All that look at the same pages share the sites, and follow each other.</summary>
[CollectionDefinition(Name)]
public sealed class GalleryCollection : ICollectionFixture<GallerySite>
{
    public const string Name = "Gallery";
}
