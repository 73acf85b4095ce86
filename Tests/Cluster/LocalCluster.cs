using System.Diagnostics;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Cluster;

/// <summary>A cluster that <c>deploy/local-cluster.sh</c> runs: real PostgreSQL, two silos, two frontends, nginx.</summary>
public sealed class LocalCluster : IAsyncDisposable
{
    public static readonly string[] Silos = ["silo-1", "silo-2"];
    public static readonly string[] Frontends = ["web-1", "web-2"];
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly SiteSettings _settings;

    private LocalCluster(SiteSettings settings)
    {
        _settings = settings;
        Port = FreePort.Next();
        Address = new Uri($"http://127.0.0.1:{Port}/");
    }

    public string Directory { get; } = System.IO.Directory.CreateTempSubdirectory("orleansvideo-cluster-").FullName;

    /// <summary>The proxy's port.</summary>
    public int Port { get; }

    /// <summary>The site, through the proxy.</summary>
    public Uri Address { get; }

    public string MediaDirectory => Path.Combine(Directory, "data", "media");

    /// <summary>Starts one. <paramref name="isolate"/> names a silo that gets a network link of its own, which can be cut.</summary>
    public static async Task<LocalCluster> UpAsync(SiteSettings? settings = null, string? isolate = null)
    {
        var cluster = new LocalCluster(settings ?? SiteSettings.Roomy);
        await cluster.Script(["up", "--port", $"{cluster.Port}", .. isolate is null ? Array.Empty<string>() : ["--isolate", isolate]]);
        return cluster;
    }

    public Task Start(string name) => Script(["start", name]);

    public Task Stop(string name) => Script(["stop", name]);

    public Task Cut(string name) => Script(["cut", name]);

    public Task Mend(string name) => Script(["mend", name]);

    /// <summary>SIGKILL.</summary>
    public async Task Kill(string name) => Signals.Send(await Pid(name), Signals.Kill);

    /// <summary>SIGSTOP: the process stands still, its connections stay.</summary>
    public async Task Freeze(string name) => Signals.Send(await Pid(name), Signals.Stop);

    /// <summary>SIGCONT.</summary>
    public async Task Thaw(string name) => Signals.Send(await Pid(name), Signals.Continue);

    /// <summary>Each process by name: its id (null when it does not run) and its port.</summary>
    public async Task<IReadOnlyDictionary<string, (int? Pid, int Port)>> Status() => (await Script(["status"]))
        .Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(line => line.Split(' '))
        .ToDictionary(parts => parts[0], parts => (parts[1] == "-" ? (int?)null : int.Parse(parts[1], null), int.Parse(parts[2], null)));

    public async Task<bool> IsRunning(string name) => (await Status())[name].Pid is not null;

    public async Task<int> Pid(string name) => (await Status())[name].Pid ?? throw new InvalidOperationException($"{name} does not run.");

    /// <summary>A frontend itself, past the proxy.</summary>
    public async Task<Uri> Frontend(string name) => new($"http://127.0.0.1:{(await Status())[name].Port}/");

    /// <summary>The files of a video, unfinished ones too.</summary>
    public string[] FilesOf(string id) => [.. System.IO.Directory.EnumerateFiles(MediaDirectory, "*", SearchOption.AllDirectories)
        .Where(path => path.Contains(id.Replace("-", "", StringComparison.Ordinal), StringComparison.Ordinal) || path.Contains(id, StringComparison.Ordinal))];

    public string Log(string name) => Path.Combine(Directory, "logs", name + ".log");

    /// <summary>How to reach the cluster's database as the site itself does.</summary>
    public async Task<string> ConnectionString() =>
        $"Host=127.0.0.1;Port={(await Status())["postgres"].Port};Database=orleansvideo;Username=orleansvideo_site;"
        + $"Password={await File.ReadAllTextAsync(Path.Combine(Directory, "conf", "orleansvideo_site.password"))};Timeout=5;Pooling=false";

    public async ValueTask DisposeAsync()
    {
        await Script(["down"]);
        KeepLogs();
        System.IO.Directory.Delete(Directory, recursive: true);
    }

    private void KeepLogs()
    {
        foreach (var log in System.IO.Directory.GetFiles(Path.Combine(Directory, "logs")))
            File.Copy(log, Repository.Artifact("cluster", Path.GetFileName(Directory), Path.GetFileName(log)), overwrite: true);
    }

    private async Task<string> Script(string[] arguments)
    {
        var start = new ProcessStartInfo("bash", [Repository.At("deploy", "local-cluster.sh"), .. arguments, "--directory", Directory])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        start.Environment["CONFIGURATION"] = Repository.Configuration;
        foreach (var (key, value) in _settings.Environment) start.Environment[key] = value;
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        using var deadline = new CancellationTokenSource(Patience);
        await process.WaitForExitAsync(deadline.Token);
        Assert.True(process.ExitCode == 0, $"local-cluster.sh {string.Join(' ', arguments)}: exit code {process.ExitCode}\n{await errors}");
        return await output;
    }
}
