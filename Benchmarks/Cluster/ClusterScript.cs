using System.Diagnostics;

namespace OrleansVideo.Benchmarks.Cluster;

/// <summary>Runs <c>deploy/local-cluster.sh</c> on a directory of its own.</summary>
internal sealed class ClusterScript(string repository, string directory, int port, IReadOnlyDictionary<string, string> settings)
{
    /// <summary>Brings the cluster up.</summary>
    /// <param name="options">Further options of the script.</param>
    public Task Up(params string[] options) => Run(["up", "--port", $"{port}", .. options]);

    /// <summary>Ends everything.</summary>
    public Task Down() => Run("down");

    /// <summary>Starts one process.</summary>
    public Task Start(string name) => Run("start", name);

    /// <summary>Stops one process in good order.</summary>
    public Task Stop(string name) => Run("stop", name);

    /// <summary>Processes by name: id and port.</summary>
    /// <returns>Those that run.</returns>
    public async Task<Dictionary<string, (int Pid, int Port)>> Status() => (await Run("status"))
        .Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(line => line.Split(' '))
        .Where(parts => parts[1] != "-")
        .ToDictionary(parts => parts[0], parts => (int.Parse(parts[1], null), int.Parse(parts[2], null)));

    private async Task<string> Run(params string[] arguments)
    {
        var start = new ProcessStartInfo("bash", [Path.Combine(repository, "deploy", "local-cluster.sh"), .. arguments, "--directory", directory])
        {
            RedirectStandardOutput = true,
        };
        foreach (var (name, value) in settings) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"local-cluster.sh {arguments[0]} failed.");
    }
}
