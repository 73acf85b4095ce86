using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Cluster;

/// <summary>A cluster that runs: real PostgreSQL, two silos, two frontends, nginx; and what a test may do to it.</summary>
public sealed class LocalCluster : IAsyncDisposable
{
    public static readonly string[] Silos = ["silo-1", "silo-2"];
    public static readonly string[] Frontends = ["web-1", "web-2"];

    private readonly ClusterScript _script;

    private LocalCluster(ClusterScript script) => _script = script;

    /// <summary>The site, through the proxy.</summary>
    public Uri Address => _script.Address;

    public string MediaDirectory => Path.Combine(_script.Directory, "data", "media");

    /// <summary>What a process has said.</summary>
    public string LogOf(string name) => Path.Combine(_script.Directory, "logs", name + ".log");

    /// <summary>Starts one. <paramref name="isolate"/> names a silo that gets a network link of its own, which can be cut.</summary>
    public static async Task<LocalCluster> UpAsync(SiteSettings? settings = null, string? isolate = null)
    {
        var script = new ClusterScript(settings);
        var run = await script.Up(isolate is null ? [] : ["--isolate", isolate]);
        if (run.ExitCode != 0) await script.DisposeAsync();
        run.Expect(0);
        return new LocalCluster(script);
    }

    public Task Start(string name) => Run("start", name);

    public Task Stop(string name) => Run("stop", name);

    public Task Cut(string name) => Run("cut", name);

    public Task Mend(string name) => Run("mend", name);

    /// <summary>SIGKILL.</summary>
    public async Task Kill(string name) => Signals.Send(await Pid(name), Signals.Kill);

    /// <summary>SIGSTOP: the process stands still, its connections stay.</summary>
    public async Task Freeze(string name) => Signals.Send(await Pid(name), Signals.Stop);

    /// <summary>SIGCONT.</summary>
    public async Task Thaw(string name) => Signals.Send(await Pid(name), Signals.Continue);

    public async Task<bool> IsRunning(string name) => (await _script.Status())[name].Pid is not null;

    /// <summary>A frontend itself, past the proxy; one that is in a network namespace has a door that is never cut.</summary>
    public async Task<Uri> Frontend(string name)
    {
        var address = await AddressOf(name, "http");
        var network = (await File.ReadAllTextAsync(Path.Combine(_script.Directory, "conf", "network"))).Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
        return network is [.., var companion, var door] && companion == name ? new UriBuilder(address) { Host = door }.Uri : address;
    }

    /// <summary>An address of a process, by what its port is for: <c>http</c>, <c>health</c>, <c>metrics</c>, <c>sql</c>.</summary>
    public async Task<Uri> AddressOf(string name, string use) =>
        new($"http://127.0.0.1:{(await File.ReadAllLinesAsync(Path.Combine(_script.Directory, "ports"))).Single(line => line.StartsWith($"{name} {use} ", StringComparison.Ordinal)).Split(' ')[2]}/");

    /// <summary>The files of a video, unfinished ones too.</summary>
    public string[] FilesOf(string id) => [.. Directory.EnumerateFiles(MediaDirectory, "*", SearchOption.AllDirectories)
        .Where(path => path.Contains(id.Replace("-", "", StringComparison.Ordinal), StringComparison.Ordinal) || path.Contains(id, StringComparison.Ordinal))];

    /// <summary>How to reach the cluster's database as the site itself does.</summary>
    public async Task<string> ConnectionString() =>
        $"Host=127.0.0.1;Port={(await AddressOf("postgres", "sql")).Port};Database=orleansvideo;Username=orleansvideo_site;"
        + $"Password={await File.ReadAllTextAsync(Path.Combine(_script.Directory, "conf", "orleansvideo_site.password"))};Timeout=5;Pooling=false";

    /// <summary>Ends it all, and fails when something is left.</summary>
    public async Task Down()
    {
        (await _script.Run("down")).Expect(0);
        Assert.Empty(_script.Processes);
    }

    public ValueTask DisposeAsync() => _script.DisposeAsync();

    public async Task<int> Pid(string name) =>
        (await _script.Status())[name].Pid ?? throw new InvalidOperationException($"{name} does not run.");

    private async Task Run(string verb, string name) => (await _script.Run(verb, name)).Expect(0);
}
