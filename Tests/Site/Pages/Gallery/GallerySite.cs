using OrleansVideo.Tests.Site.Client;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Site.Pages.Gallery;

/// <summary>The sites that the pages of the gallery are on, with all that they show, and the browser that looks at them.</summary>
public sealed class GallerySite : IAsyncLifetime
{
    private readonly Chromium _chromium = new();
    private SiteProcess _site = null!;
    private BareSite _bare = null!;
    private ClosedSite _closed = null!;

    public GalleryContent Content { get; private set; } = null!;

    public GalleryWindows Windows { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        await _chromium.InitializeAsync();
        _site = await SiteProcess.StartAsync(SiteSettings.Roomy.With("Deletion:MaxAttempts", "1").With("Deletion:BackoffBase", "00:00:00.010"));
        Content = new GalleryContent(_site);
        await Content.Seed();
        _bare = await BareSite.StartAsync();
        _closed = await ClosedSite.StartAsync();
        Content.Know("unlisted", _bare.Unlisted);
        Windows = new GalleryWindows(_chromium, this);
    }

    /// <summary>The address of the site that a page is on.</summary>
    public Uri AddressOf(GalleryPage page) => (page.Site switch
    {
        SiteKind.Bare => _bare.Site,
        SiteKind.Closed => _closed.Site,
        _ => _site,
    }).Address;

    /// <summary>Who is signed in there as the page's reader; null for a visitor.</summary>
    public SiteClient? ClientOf(GalleryPage page) => (page.Site, page.Role) switch
    {
        (SiteKind.Closed, GalleryRole.Admin) => _closed.Admin,
        (SiteKind.Busy, var role) => Content.ClientOf(role),
        _ => null,
    };

    public async ValueTask DisposeAsync()
    {
        await _chromium.DisposeAsync();
        Content?.Dispose();
        if (_closed is not null) await _closed.DisposeAsync();
        if (_bare is not null) await _bare.DisposeAsync();
        if (_site is not null) await _site.DisposeAsync();
    }
}
