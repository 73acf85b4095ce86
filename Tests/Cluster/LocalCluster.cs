using System.Globalization;
using System.Text.RegularExpressions;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Cluster;

/// <summary>A cluster that runs: real PostgreSQL, two silos or more, two frontends, nginx; and what a test may do to it.</summary>
public sealed partial class LocalCluster : IAsyncDisposable
{
    public static readonly string[] Frontends = ["web-1", "web-2"];

    private readonly ClusterScript _script;

    private LocalCluster(ClusterScript script, int silos) =>
        (_script, Silos) = (script, [.. Enumerable.Range(1, silos).Select(number => $"silo-{number}")]);

    /// <summary>The names of its silos.</summary>
    public IReadOnlyList<string> Silos { get; }

    /// <summary>The site, through the proxy.</summary>
    public Uri Address => _script.Address;

    public string MediaDirectory => Path.Combine(_script.Directory, "data", "media");

    /// <summary>What a process has said.</summary>
    public string LogOf(string name) => Path.Combine(_script.Directory, "logs", name + ".log");

    /// <summary>The certificates of a cluster that has TLS.</summary>
    public string TlsDirectory => Path.Combine(_script.Directory, "conf", "tls");

    /// <summary>
    /// Starts one. <paramref name="isolate"/> names a silo that gets a network link of its own, which can be cut;
    /// <paramref name="isSecure"/> says that there is TLS between its processes.
    /// </summary>
    public static async Task<LocalCluster> UpAsync(SiteSettings? settings = null, string? isolate = null, int silos = 2, bool isSecure = false)
    {
        var script = new ClusterScript(settings);
        var run = await script.Up(
            ["--silos", $"{silos}", .. isolate is null ? (string[])[] : ["--isolate", isolate], .. isSecure ? (string[])["--tls"] : []]);
        if (run.ExitCode != 0) await script.DisposeAsync();
        run.Expect(0);
        return new LocalCluster(script, silos);
    }

    /// <summary>The silo that took the latest epoch of the stream limiter, and the epoch, by the silos' logs.</summary>
    public (string Silo, long Epoch) Limiter() => Silos
        .SelectMany(silo => LinesOf(silo).Select(line => EpochLine().Match(line)).Where(match => match.Success)
            .Select(match => (silo, Epoch: long.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture))))
        .MaxBy(found => found.Epoch);

    /// <summary>Whether the limiter of that epoch has said that it grants.</summary>
    public bool LimiterGrants(long epoch) => Silos
        .Any(silo => LinesOf(silo).Any(line => line.Contains($"The stream limiter of epoch {epoch} grants", StringComparison.Ordinal)));

    /// <summary>The lines that a process has said so far.</summary>
    public IEnumerable<string> LinesOf(string name)
    {
        using var file = new FileStream(LogOf(name), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file);
        while (reader.ReadLine() is { } line) yield return line;
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

    [GeneratedRegex(@"stream limiter has taken epoch (\d+)")]
    private static partial Regex EpochLine();
}
