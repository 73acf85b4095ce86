using System.Diagnostics;
using OrleansVideo.Tests.Silo;
using OrleansVideo.Tests.Site.Client;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Deploy;

/// <summary>A real nginx with the configuration that is deployed, in front of two frontends; a proxy at loopback is trusted on demand.</summary>
public sealed class ProxyProcess : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);
    private readonly TempDirectory _directory = new();
    private readonly Process _nginx;
    private readonly SiteLog _log;

    private ProxyProcess(Frontend first, Frontend second, string trusted)
    {
        var text = File.ReadAllText(Repository.At("deploy", "nginx", "nginx.conf.template"));
        foreach (var (key, value) in new Dictionary<string, string>
        {
            ["SITE_LISTEN"] = $"127.0.0.1:{Port}",
            ["SITE_FRONTEND_1"] = $"127.0.0.1:{first.Port}",
            ["SITE_FRONTEND_2"] = $"127.0.0.1:{second.Port}",
            ["SITE_DIRECTORY"] = _directory.Path,
            ["SITE_ACCESS_LOG"] = _directory.File("access.log"),
            ["SITE_TRUSTED_PROXY"] = trusted,
        })
            text = text.Replace("${" + key + "}", value, StringComparison.Ordinal);
        File.WriteAllText(_directory.File("nginx.conf"), text);

        _log = new SiteLog($"{Environment.ProcessId}-nginx-{Port}");
        var program = File.Exists("/usr/sbin/nginx") ? "/usr/sbin/nginx" : "nginx";
        _nginx = Process.Start(new ProcessStartInfo(program, ["-e", "stderr", "-c", _directory.File("nginx.conf"), "-g", "daemon off;"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        _log.Capture(_nginx);
    }

    public int Port { get; } = FreePort.Next();

    public Uri Address => new($"http://127.0.0.1:{Port}/");

    public static async Task<ProxyProcess> Start(Frontend first, Frontend second, string trusted = "192.0.2.1")
    {
        var proxy = new ProxyProcess(first, second, trusted);
        await Eventually.True("nginx listens", Deadline, async () =>
        {
            Assert.False(proxy._nginx.HasExited, proxy._log.Tail);
            using var client = new SiteClient(proxy.Address);
            return await client.TryGetStatus("/") is not null;
        });
        return proxy;
    }

    public async ValueTask DisposeAsync()
    {
        Signals.Terminate(_nginx.Id); // At once, the workers too.
        using var deadline = new CancellationTokenSource(Deadline);
        await _nginx.WaitForExitAsync(deadline.Token);
        _nginx.Dispose();
        _log.Dispose();
        _directory.Dispose();
    }
}
