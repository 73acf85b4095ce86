using System.Diagnostics;
using System.Globalization;
using OrleansVideo.Tests.Silo;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Cluster;

/// <summary>The script <c>deploy/local-cluster.sh</c> as a person at a terminal meets it: what it says, and with which exit code it ends.</summary>
public sealed class ClusterScript : IAsyncDisposable
{
    private static readonly TimeSpan CommandDeadline = TimeSpan.FromMinutes(5);
    private readonly TempDirectory _parent = new();
    private readonly SiteSettings _settings;

    /// <summary>Nothing is started yet.</summary>
    /// <param name="settings">Options of silos and frontends, by their keys below <c>OrleansVideo:</c>.</param>
    public ClusterScript(SiteSettings? settings = null)
    {
        _settings = settings ?? SiteSettings.Roomy;
        Directory = _parent.File("cluster");

        // PostgreSQL runs as a user of its own when root runs the tests: the way to its files must be open.
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(_parent.Path, File.GetUnixFileMode(_parent.Path) | UnixFileMode.OtherExecute);
    }

    public string Directory { get; }

    public int Port { get; } = FreePort.Next();

    /// <summary>Working directories of the processes that run below its directory.</summary>
    public string[] Processes =>
    [
        .. System.IO.Directory.EnumerateDirectories("/proc")
            .Where(folder => char.IsAsciiDigit(Path.GetFileName(folder)[0]))
            .Select(folder => new FileInfo(Path.Combine(folder, "cwd")).LinkTarget)
            .OfType<string>()
            .Where(cwd => cwd.StartsWith(Directory, StringComparison.Ordinal)),
    ];

    public Uri Address => new($"http://127.0.0.1:{Port}/");

    /// <summary>SIGKILL to the main process of that name.</summary>
    public async Task KillHard(string name)
    {
        Signals.Send((await Status())[name].Pid!.Value, Signals.Kill);
        await Eventually.True($"{name} is gone", TimeSpan.FromSeconds(10), async () => (await Status())[name].Pid is null);
    }

    /// <summary>By name, in the order of the script: the process (null when it does not run) and the port.</summary>
    public async Task<IReadOnlyDictionary<string, (int? Pid, int Port)>> Status() => (await Run("status")).Expect(0).Output
        .Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(line => line.Split(' '))
        .ToDictionary(words => words[0], words => (
            words[1] == "-" ? null : (int?)int.Parse(words[1], CultureInfo.InvariantCulture),
            int.Parse(words[2], CultureInfo.InvariantCulture)));

    /// <summary>Makes the cluster, or starts what is missing.</summary>
    public Task<ScriptRun> Up(params string[] options) => Run(["up", "--port", Port.ToString(CultureInfo.InvariantCulture), .. options]);

    /// <summary>Runs the script for this directory.</summary>
    public Task<ScriptRun> Run(params string[] arguments) => RunScript(_settings, [.. arguments, "--directory", Directory]);

    /// <summary>Runs the script with these very arguments.</summary>
    public static async Task<ScriptRun> RunScript(SiteSettings settings, params string[] arguments)
    {
        var start = new ProcessStartInfo(Repository.At("deploy", "local-cluster.sh"), arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["CONFIGURATION"] = Repository.Configuration;
        foreach (var (name, value) in settings.Environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        using var deadline = new CancellationTokenSource(CommandDeadline);
        var output = process.StandardOutput.ReadToEndAsync(deadline.Token);
        var error = process.StandardError.ReadToEndAsync(deadline.Token);
        await process.WaitForExitAsync(deadline.Token);
        return new ScriptRun(string.Join(' ', arguments), process.ExitCode, await output, await error);
    }

    /// <summary>Ends everything; the logs stay below <c>artifacts/clusters</c>.</summary>
    public async ValueTask DisposeAsync()
    {
        if (System.IO.Directory.Exists(Path.Combine(Directory, "conf"))) await Run("down");
        foreach (var log in System.IO.Directory.Exists(Path.Combine(Directory, "logs"))
            ? System.IO.Directory.EnumerateFiles(Path.Combine(Directory, "logs")) : [])
            File.Copy(log, Repository.Artifact("clusters", $"{Environment.ProcessId}-{Port}", Path.GetFileName(log)), overwrite: true);
        _parent.Dispose();
    }
}
