using System.Diagnostics;
using OrleansVideo.Tests.Site.Client;

namespace OrleansVideo.Tests.Site.Hosting;

/// <summary>The real site as a process of its own: port, data directory and log are nobody else's.</summary>
public sealed class SiteProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartDeadline = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan StopDeadline = TimeSpan.FromSeconds(30);
    private static readonly string[] Foreign = ["ASPNETCORE_", "Logging__", "OTEL_", "OrleansVideo__"];
    private static int _count;

    private readonly SiteSettings _settings;
    private readonly bool _ownsData;
    private Process? _process;

    private SiteProcess(SiteSettings settings, string? dataDirectory, int? port = null)
    {
        _settings = settings;
        _ownsData = dataDirectory is null;
        DataDirectory = dataDirectory ?? Directory.CreateTempSubdirectory("orleansvideo-site-").FullName;
        Port = port ?? FreePort.Next();
        Address = new Uri($"http://127.0.0.1:{Port}/");
        Log = new SiteLog($"{Environment.ProcessId}-{Interlocked.Increment(ref _count)}-{Port}");
    }

    public int Port { get; }

    public Uri Address { get; }

    public string DataDirectory { get; }

    public SiteLog Log { get; }

    /// <summary>From the start of the process to its first good answer on the path that was waited for.</summary>
    public TimeSpan StartTime { get; private set; }

    public int Pid => _process!.Id;

    /// <summary>Whether the process has ended, however.</summary>
    public bool HasExited => _process!.HasExited;

    public ProcessMemory Memory => ProcessMemory.Of(Pid);

    /// <summary>Starts a site and waits until it is ready.</summary>
    public static async Task<SiteProcess> StartAsync(
        SiteSettings? settings = null, string? dataDirectory = null, string readyPath = "/health/ready")
    {
        var site = new SiteProcess(settings ?? SiteSettings.Roomy, dataDirectory);
        try
        {
            await site.Launch(readyPath);
            return site;
        }
        catch
        {
            await site.DisposeAsync(); // Nobody else has it.
            throw;
        }
    }

    /// <summary>A site on this machine that somebody else runs, with the settings of <see cref="SiteSettings.Roomy"/>.</summary>
    public static SiteProcess Attach(Uri address, string dataDirectory) => new(SiteSettings.Roomy, dataDirectory, address.Port);

    /// <summary>Starts a site that is expected to refuse to start; gives its exit code and what it said.</summary>
    public static async Task<(int ExitCode, string Output)> StartRefusedAsync(SiteSettings settings, string? dataDirectory = null)
    {
        await using var site = new SiteProcess(settings, dataDirectory);
        using var probe = new SiteClient(site.Address);
        site.Spawn();
        await Eventually.True("the site refuses to start", StartDeadline, async () =>
        {
            Assert.False(await probe.TryGetStatus("/health/live") == 200, $"The site started; its log ends:\n{site.Log.Tail}");
            return site._process!.HasExited;
        });
        await site.WaitForExit(StopDeadline);
        return (site._process!.ExitCode, site.Log.Text);
    }

    /// <summary>SIGKILL: no handler runs, nothing is flushed by the process.</summary>
    public async Task KillHard()
    {
        _process!.Kill();
        await WaitForExit(StopDeadline);
    }

    /// <summary>SIGTERM, then the exit code.</summary>
    public async Task<int> Stop()
    {
        Signals.Terminate(Pid);
        await WaitForExit(StopDeadline);
        return _process!.ExitCode;
    }

    /// <summary>Starts again on the same port over the same data, after <see cref="KillHard"/> or <see cref="Stop"/>.</summary>
    public Task Restart(string readyPath = "/health/ready")
    {
        Assert.True(_process!.HasExited);
        return Launch(readyPath);
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
            await KillHard();
        _process?.Dispose();
        Log.Dispose();
        if (_ownsData)
            Directory.Delete(DataDirectory, recursive: true);
    }

    private async Task Launch(string readyPath)
    {
        var clock = Stopwatch.StartNew();
        Spawn();
        using var probe = new SiteClient(Address);
        await Eventually.True($"the site answers {readyPath} (its log: {Log.Path})", StartDeadline, async () =>
        {
            Assert.False(_process!.HasExited, $"The site ended while starting; its log ends:\n{Log.Tail}");
            return await probe.TryGetStatus(readyPath) == 200;
        });
        StartTime = clock.Elapsed;
    }

    private void Spawn()
    {
        string[] command = _settings.FileLimit is { } files ? ["prlimit", $"--nofile={files}:{files}", "dotnet", Binary()] : ["dotnet", Binary()];
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            WorkingDirectory = Repository.At("WebFrontend"),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        foreach (var key in start.Environment.Keys.Where(IsForeign).ToArray())
            start.Environment.Remove(key);
        start.Environment["ASPNETCORE_URLS"] = string.Join(';', [Address, .. _settings.MoreAddresses]);
        start.Environment["OrleansVideo__DataDirectory"] = DataDirectory;
        foreach (var (name, value) in _settings.Environment)
            start.Environment[name] = value;

        _process?.Dispose();
        _process = Process.Start(start)!;
        _process.StandardInput.Close();
        Log.Capture(_process);
    }

    private async Task WaitForExit(TimeSpan within)
    {
        using var deadline = new CancellationTokenSource(within);
        try
        {
            await _process!.WaitForExitAsync(deadline.Token);
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"The site did not end within {within.TotalSeconds} s; its log ends:\n{Log.Tail}");
        }
    }

    private static bool IsForeign(string variable) =>
        Array.Exists(Foreign, prefix => variable.StartsWith(prefix, StringComparison.Ordinal));

    private static string Binary()
    {
        var path = Repository.At("WebFrontend", "bin", Repository.Configuration, "net10.0", "OrleansVideo.WebFrontend.dll");
        Assert.True(File.Exists(path), $"{path} is not built");
        return path;
    }
}
