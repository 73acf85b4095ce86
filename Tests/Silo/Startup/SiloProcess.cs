using System.Diagnostics;
using System.Globalization;
using OrleansVideo.Silo.Clustering;

namespace OrleansVideo.Tests.Silo.Startup;

/// <summary>The stand-alone silo in a process of its own.</summary>
internal sealed class SiloProcess : IAsyncDisposable
{
    private readonly Process process;
    private readonly Task<string> output;
    private readonly Task<string> errors;

    /// <param name="dataDirectory">Its data directory.</param>
    /// <param name="unprivileged">Runs as nobody where the tests run as root, whom no file permission stops.</param>
    /// <param name="environment">More settings.</param>
    public SiloProcess(string dataDirectory, bool unprivileged = false, IEnumerable<(string Name, string Value)>? environment = null)
    {
        (HealthPort, SiloPort, GatewayPort) = (FreePort.Next(), FreePort.Next(), FreePort.Next());
        List<string> command = ["dotnet", Path.Combine(AppContext.BaseDirectory, "OrleansVideo.Silo.dll")];
        if (unprivileged && Environment.IsPrivilegedProcess)
            command.InsertRange(0, ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]);
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var (name, value) in environment ?? []) start.Environment[name] = value;
        start.Environment["OrleansVideo__DataDirectory"] = dataDirectory;
        start.Environment["OrleansVideo__Cluster__SiloPort"] = Text(SiloPort);
        start.Environment["OrleansVideo__Cluster__GatewayPort"] = Text(GatewayPort);
        start.Environment["OrleansVideo__Cluster__HealthPort"] = Text(HealthPort);
        process = Process.Start(start)!;
        output = process.StandardOutput.ReadToEndAsync();
        errors = process.StandardError.ReadToEndAsync();
    }

    public int Id => process.Id;

    public int HealthPort { get; }

    public int SiloPort { get; }

    public int GatewayPort { get; }

    /// <summary>Everything that it said, once it has ended.</summary>
    public Task<string> Output => output;

    public void Kill() => process.Kill();

    public void Terminate()
    {
        using var kill = Process.Start("kill", ["-TERM", Text(process.Id)]);
        kill.WaitForExit();
    }

    /// <summary>Waits for the end.</summary>
    public async Task<(int ExitCode, string[] Errors)> WaitAsync(CancellationToken cancellationToken)
    {
        await process.WaitForExitAsync(cancellationToken);
        await output;
        return (process.ExitCode, (await errors).Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited) process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
