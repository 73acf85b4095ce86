using System.Diagnostics;

namespace OrleansVideo.Benchmarks.Streaming;

/// <summary>One of the servers that are compared: all serve the same film, each on a port of its own.</summary>
/// <param name="name">Its name in tables.</param>
internal abstract class FilmServer(string name) : IDisposable
{
    private ServerProcess? _process;

    /// <summary>Its name in tables.</summary>
    public string Name => name;

    /// <summary>Where it listens.</summary>
    public Uri Address { get; } = new($"http://127.0.0.1:{LoopbackPort.Next()}/");

    /// <summary>The film's address.</summary>
    public abstract Uri Film { get; }

    /// <summary>The cookie that one viewer sends with every request; null for none.</summary>
    public virtual string? Cookie => null;

    /// <summary>All of its processes.</summary>
    public virtual int[] Pids => [MainPid];

    /// <summary>The process that was started.</summary>
    protected int MainPid => _process!.Pid;

    /// <summary>What answers with success when it is ready.</summary>
    protected virtual Uri Ready => Film;

    /// <summary>Starts it, again if it runs.</summary>
    public async Task Start()
    {
        _process?.Dispose();
        _process = null;
        _process = await ServerProcess.StartAsync(Command(), Ready);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _process?.Dispose();
        _process = null;
        GC.SuppressFinalize(this);
    }

    /// <summary>The command that starts it.</summary>
    protected abstract ProcessStartInfo Command();
}
