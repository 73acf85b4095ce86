using System.Diagnostics;
using OpenQA.Selenium;
using OpenQA.Selenium.Remote;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Site.Pages.WebKit;

/// <summary>WebKitGTK, of Safari's family, on a screen that nobody sees. Its driver is a process of its own; both end with it.</summary>
public sealed class WebKitBrowser : IAsyncDisposable
{
    private const int Attempts = 5;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Process _process;
    private readonly SiteLog _log;

    private WebKitBrowser(int port)
    {
        _log = new SiteLog($"{Environment.ProcessId}-webkit-{port}");
        _process = Process.Start(new ProcessStartInfo("xvfb-run", ["--auto-servernum", "--server-args=-screen 0 1280x1024x24", "WebKitWebDriver", $"--port={port}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        _log.Capture(_process);
    }

    public WebDriver Driver { get; private set; } = null!;

    /// <summary>Starts one. Its sessions fail to start now and then: then all of it is started again.</summary>
    public static async Task<WebKitBrowser> StartAsync()
    {
        for (var attempt = 1; ; attempt++)
        {
            var port = FreePort.Next();
            var browser = new WebKitBrowser(port);
            try
            {
                await browser.Listens(port);
                browser.Driver = new RemoteWebDriver(new Uri($"http://127.0.0.1:{port}/"), new WebKitOptions().ToCapabilities(), Patience);
                return browser;
            }
            catch (WebDriverException e) when (attempt < Attempts)
            {
                TestContext.Current.SendDiagnosticMessage("WebKit did not start ({0}): {1}", browser._log.Path, e.Message);
                await browser.DisposeAsync();
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        Driver?.Dispose();
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _log.Dispose();
    }

    private Task<TimeSpan> Listens(int port)
    {
        var status = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}/") };
        return Eventually.True($"WebKitWebDriver listens ({_log.Path})", Patience, async () =>
        {
            Assert.False(_process.HasExited, $"WebKitWebDriver ended: {_log.Tail}");
            try
            {
                using var answer = await status.GetAsync(new Uri("status", UriKind.Relative));
                return answer.IsSuccessStatusCode;
            }
            catch (HttpRequestException)
            {
                return false; // Not yet.
            }
        });
    }
}
