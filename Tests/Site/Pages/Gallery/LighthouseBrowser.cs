using System.Diagnostics;
using OrleansVideo.Tests.Site.Client;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Site.Pages.Gallery;

/// <summary>
/// The browser in which Lighthouse opens pages. One that it starts itself for each page loads its own start page and the list below
/// its address bar meanwhile, and Lighthouse counts that against the page; this one has come up before, as a reader's has.
/// </summary>
public sealed class LighthouseBrowser : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly string _profile = Directory.CreateTempSubdirectory("orleansvideo-lighthouse-").FullName;
    private Process? _process;
    private SiteLog? _log;

    /// <summary>Where it takes orders (Chrome DevTools Protocol), on loopback.</summary>
    public int Port { get; } = FreePort.Next();

    public async ValueTask InitializeAsync()
    {
        _log = new SiteLog($"{Environment.ProcessId}-lighthouse-{Port}");
        _process = Process.Start(new ProcessStartInfo(Chromium.Path,
        [
            "--headless=new", "--no-sandbox", .. Chromium.Flags, "--disable-extensions", $"--user-data-dir={_profile}", $"--remote-debugging-port={Port}", "about:blank",
        ])
        { RedirectStandardOutput = true, RedirectStandardError = true })!;
        _log.Capture(_process);
        using var browser = new SiteClient(new Uri($"http://127.0.0.1:{Port}"));
        await Eventually.True($"Chromium listens ({_log.Path})", Patience, async () => await browser.TryGetStatus("/json/version") == 200);
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            if (!_process.HasExited) _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
            _process.Dispose();
        }

        _log?.Dispose();
        Directory.Delete(_profile, recursive: true);
    }
}
