using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Site.Pages.Gallery;

/// <summary>The sites that the pages of the gallery are on, with all that they show, and the browser that looks at them.</summary>
public sealed class GallerySite : IAsyncLifetime
{
    private readonly Chromium _chromium = new();
    private SiteProcess _site = null!;
    private BareSite _bare = null!;

    public GalleryContent Content { get; private set; } = null!;

    public GalleryWindows Windows { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        await _chromium.InitializeAsync();
        _site = await SiteProcess.StartAsync(SiteSettings.Roomy.With("Deletion:MaxAttempts", "1").With("Deletion:BackoffBase", "00:00:00.010"));
        Content = new GalleryContent(_site);
        await Content.Seed();
        _bare = await BareSite.StartAsync();
        Content.Know("unlisted", _bare.Unlisted);
        Windows = new GalleryWindows(_chromium, this);
    }

    /// <summary>The address of the site that a page is on.</summary>
    public Uri AddressOf(GalleryPage page) => page.IsBare ? _bare.Site.Address : _site.Address;

    public async ValueTask DisposeAsync()
    {
        await _chromium.DisposeAsync();
        Content.Dispose();
        await _bare.DisposeAsync();
        await _site.DisposeAsync();
    }
}
