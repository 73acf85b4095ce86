using System.Collections.Concurrent;
using System.Diagnostics;

namespace OrleansVideo.Benchmarks.Streaming;

/// <summary>A server as a process of its own, with what it said last.</summary>
internal sealed class ServerProcess : IDisposable
{
    private const int KeptLines = 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = [];

    private ServerProcess(ProcessStartInfo start)
    {
        (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, e) => Keep(e.Data);
        _process.ErrorDataReceived += (_, e) => Keep(e.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Its process id.</summary>
    public int Pid => _process.Id;

    /// <summary>Starts it, and waits until it answers.</summary>
    /// <param name="start">The command.</param>
    /// <param name="ready">An address that answers with success when it is ready.</param>
    public static async Task<ServerProcess> StartAsync(ProcessStartInfo start, Uri ready)
    {
        var server = new ServerProcess(start);
        using var client = new HttpClient();
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < Patience && !server._process.HasExited; await pace.WaitForNextTickAsync())
        {
            try
            {
                using var answer = await client.GetAsync(ready, HttpCompletionOption.ResponseHeadersRead);
                if (answer.IsSuccessStatusCode) return server;
            }
            catch (HttpRequestException)
            {
                // Not yet.
            }
        }

        server.Dispose();
        throw new InvalidOperationException($"{start.FileName} did not answer {ready}; it said:\n{string.Join('\n', server._lines)}");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
    }

    private void Keep(string? line)
    {
        if (line is null) return;
        _lines.Enqueue(line);
        if (_lines.Count > KeptLines) _lines.TryDequeue(out _);
    }
}
