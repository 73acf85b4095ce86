using System.Diagnostics;
using System.Text.RegularExpressions;

namespace OrleansVideo.Benchmarks.Ranges;

/// <summary>Another server, as a package of the system has it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Binary">Its program.</param>
/// <param name="VersionArgument">What makes the program tell its version.</param>
/// <param name="Configuration">A configuration for a directory and a port: it serves the directory <c>www</c> in it.</param>
/// <param name="Arguments">The arguments for a directory and a file with the configuration: it stays in the foreground.</param>
internal sealed partial record Peer(
    string Name,
    string Binary,
    string VersionArgument,
    Func<string, int, string> Configuration,
    Func<string, string, string[]> Arguments)
{
    private static readonly string[] Folders = ["/usr/sbin", "/usr/bin", "/usr/local/sbin", "/usr/local/bin"];

    /// <summary>Starts it on a free port; null when this machine does not have it.</summary>
    /// <param name="directory">A directory of this run, with the film in <c>www</c>.</param>
    public async Task<Server?> StartAsync(string directory)
    {
        if (Folders.Select(folder => Path.Combine(folder, Binary)).FirstOrDefault(File.Exists) is not { } binary) return null;
        var port = LoopbackPort.Next();
        var file = Path.Combine(directory, $"{Name}.conf");
        await File.WriteAllTextAsync(file, Configuration(directory, port));
        var environment = new Dictionary<string, string> { ["HOME"] = directory, ["XDG_DATA_HOME"] = directory, ["XDG_CONFIG_HOME"] = directory };
        var process = await ServerProcess.StartAsync(port, binary, Arguments(directory, file), directory, environment);
        return new Server($"{Name} {await Version(binary)}", port, "/film.mp4", process);
    }

    private async Task<string> Version(string binary)
    {
        using var process = Process.Start(new ProcessStartInfo(binary, VersionArgument) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var said = await process.StandardOutput.ReadToEndAsync() + await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return Number().Match(said).Value;
    }

    [GeneratedRegex(@"\d+(\.\d+)+")]
    private static partial Regex Number();
}
