using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace OrleansVideo.Benchmarks.Ranges;

/// <summary>A server of this run alone, whose words nobody needs.</summary>
internal sealed class ServerProcess : IDisposable
{
    private const int Tries = 200;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private readonly Process _process;

    private ServerProcess(Process process)
    {
        _process = process;
        _process.OutputDataReceived += (_, _) => { }; // Read, so that it never waits for room.
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Starts it, and waits until it listens.</summary>
    /// <param name="port">Where it will.</param>
    /// <param name="binary">The program.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="directory">Where it works.</param>
    /// <param name="environment">Variables that it gets besides ours.</param>
    public static async Task<ServerProcess> StartAsync(
        int port, string binary, IEnumerable<string> arguments, string directory, IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(binary, arguments)
        {
            WorkingDirectory = directory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        var server = new ServerProcess(Process.Start(start)!);
        try
        {
            await Opens(port);
            return server;
        }
        catch (TimeoutException)
        {
            server.Dispose();
            throw;
        }
    }

    /// <summary>Kills it, and what it started.</summary>
    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
    }

    /// <summary>Waits until somebody listens there.</summary>
    private static async Task Opens(int port)
    {
        using var pace = new PeriodicTimer(Pause);
        for (var tries = 0; tries < Tries && await pace.WaitForNextTickAsync(); tries++)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, port);
                return;
            }
            catch (SocketException)
            {
                // Not yet.
            }
        }

        throw new TimeoutException($"Nobody listens on port {port}.");
    }
}
