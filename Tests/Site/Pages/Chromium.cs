using Microsoft.Playwright;

namespace OrleansVideo.Tests.Site.Pages;

/// <summary>The machine's own Chromium without a window; every visit has a fresh profile.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private static readonly string[] Places =
        ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/usr/bin/google-chrome-stable"];

    /// <summary>Flags that keep it from asking anybody but the site.</summary>
    internal static readonly string[] Flags =
    [
        "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    /// <summary>Where it is.</summary>
    internal static string Path
    {
        get
        {
            var path = Array.Find(Places, File.Exists);
            Assert.True(path is not null, "Chromium is missing: install the package chromium");
            return path;
        }
    }

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Path,
            Headless = true,
            ChromiumSandbox = false,
            Args = Flags,
        });
    }

    /// <summary>A visitor with a window of their own.</summary>
    public async Task<Visit> Visit(Uri site, string name, bool script = true)
    {
        var window = await Window(new BrowserNewContextOptions
        {
            BaseURL = site.ToString(),
            JavaScriptEnabled = script,
            ViewportSize = new ViewportSize { Width = 1280, Height = 900 },
        });
        return new Visit(window, await window.NewPageAsync(), name);
    }

    /// <summary>A window that may show several pages, one after the other.</summary>
    public Task<IBrowserContext> Window(BrowserNewContextOptions options) => _browser!.NewContextAsync(options);

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
    }
}
