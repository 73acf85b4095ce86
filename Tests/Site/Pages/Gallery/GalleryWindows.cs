using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace OrleansVideo.Tests.Site.Pages.Gallery;

/// <summary>Browser windows, one for each kind of reader: what they show changes, they stay.</summary>
/// <param name="chromium">The browser.</param>
/// <param name="house">The sites.</param>
public sealed class GalleryWindows(Chromium chromium, GallerySite house)
{
    private readonly ConcurrentDictionary<(Uri, GalleryRole, GalleryLook, bool), Lazy<Task<IBrowserContext>>> _windows = [];

    /// <summary>Opens a page as its reader, and has done on it what is to be done.</summary>
    /// <param name="page">The page.</param>
    /// <param name="look">How it is seen.</param>
    /// <param name="script">Whether its scripts run.</param>
    public async Task<Visit> Open(GalleryPage page, GalleryLook look, bool script = true)
    {
        script &= !page.IsWithoutScripts;
        var window = await _windows.GetOrAdd((house.AddressOf(page), page.Role, look, script), _ => new(() => Fresh(page, look, script))).Value;
        var tab = await window.NewPageAsync();
        var visit = new Visit(new Tab(tab), tab, page.Name);
        var answer = await tab.GotoAsync(house.Content.PathOf(page.Path));
        Assert.Equal(page.Status, answer!.Status);
        if (page.Act is { } act && (script || !page.NeedsScript)) await act(visit);
        return visit;
    }

    /// <summary>A window for the page's reader that has not shown anything yet.</summary>
    public async Task<IBrowserContext> Fresh(GalleryPage page, GalleryLook look, bool script = true)
    {
        var site = house.AddressOf(page).ToString();
        var window = await chromium.Window(new BrowserNewContextOptions
        {
            BaseURL = site,
            ColorScheme = look.Colours,
            JavaScriptEnabled = script,
            Locale = look.Locale,
            ViewportSize = new ViewportSize { Width = look.Width, Height = look.Height },
        });
        if (house.ClientOf(page) is { } client)
            await window.AddCookiesAsync(client.Cookies.GetAllCookies().Select(cookie => new Cookie { Name = cookie.Name, Value = cookie.Value, Url = site }));
        return window;
    }

    /// <summary>A page that is closed, while its window stays.</summary>
    private sealed class Tab(IPage page) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await page.CloseAsync();
    }
}
