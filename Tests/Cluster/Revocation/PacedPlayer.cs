using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace OrleansVideo.Tests.Cluster.Revocation;

/// <summary>Who plays: what a frontend tells viewers apart by.</summary>
/// <param name="UserAgent">The client without a viewer cookie.</param>
/// <param name="Cookie">The session's cookie; null for somebody who is not signed in.</param>
internal sealed record Viewer(string UserAgent, string? Cookie = null)
{
    /// <summary>Somebody whom the site has never seen.</summary>
    public static Viewer Stranger() => new($"stranger-{Guid.NewGuid():N}");
}

/// <summary>How a play ended.</summary>
internal enum PlayEnd
{
    /// <summary>It goes on.</summary>
    Open,

    /// <summary>The last byte of the film came.</summary>
    Complete,

    /// <summary>The connection was closed before the last byte.</summary>
    Closed,

    /// <summary>The connection was reset.</summary>
    Reset,
}

/// <summary>One response with a whole film, read at an even pace from a socket with a small receive buffer.</summary>
internal sealed class PacedPlayer : IAsyncDisposable
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(50);

    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 64 * 1024, NoDelay = true };
    private readonly CancellationTokenSource _stop = new();
    private readonly byte[] _buffer;
    private Task _reading = Task.CompletedTask;
    private long _received;
    private long _length;

    private PacedPlayer(string name, string frontend, int bytesPerSecond) =>
        (Name, Frontend, _buffer) = (name, frontend, new byte[bytesPerSecond * Step.Milliseconds / 1000]);

    public string Name { get; }

    public string Frontend { get; }

    public Connection Connection { get; private set; }

    /// <summary>Bytes of the response that the player has read, its head included.</summary>
    public long Received => Interlocked.Read(ref _received);

    public PlayEnd End { get; private set; }

    /// <summary>When it ended, on the machine's monotonic clock.</summary>
    public TimeSpan? EndedAt { get; private set; }

    /// <summary>Asks for the film, and begins to read once it is let in.</summary>
    public static async Task<PacedPlayer> Start(string name, string frontend, Uri address, string video, Viewer viewer, int bytesPerSecond)
    {
        var player = new PacedPlayer(name, frontend, bytesPerSecond);
        await player._socket.ConnectAsync(address.Host, address.Port);
        player.Connection = new Connection(address.Port, ((System.Net.IPEndPoint)player._socket.LocalEndPoint!).Port);
        var cookie = viewer.Cookie is null ? "" : $"Cookie: {viewer.Cookie}\r\n";
        await player._socket.SendAsync(Encoding.ASCII.GetBytes(
            $"GET /videos/{video} HTTP/1.1\r\nHost: {address.Authority}\r\nUser-Agent: {viewer.UserAgent}\r\n{cookie}\r\n"));
        var head = await player.ReadHead();
        Assert.True(head.StartsWith("HTTP/1.1 200 ", StringComparison.Ordinal), $"{name} of {frontend}: {head}");
        var length = head.Split("\r\n").Single(line => line.StartsWith("Content-Length: ", StringComparison.OrdinalIgnoreCase));
        player._length = head.Length + long.Parse(length.AsSpan("Content-Length: ".Length), CultureInfo.InvariantCulture);
        player._reading = player.Read();
        return player;
    }

    public override string ToString() => $"{Name} of {Frontend}, {End} after {Received} bytes";

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _reading;
        _socket.Dispose();
        _stop.Dispose();
    }

    private async Task<string> ReadHead()
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && await _socket.ReceiveAsync(one) == 1) head.Append((char)one[0]);
        _received = head.Length;
        return head.ToString();
    }

    private async Task Read()
    {
        using var pace = new PeriodicTimer(Step);
        try
        {
            while (End == PlayEnd.Open && await pace.WaitForNextTickAsync(_stop.Token)) await ReadStep();
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The test is over.
        }
        catch (SocketException)
        {
            Ended(PlayEnd.Reset);
        }
    }

    private async Task ReadStep()
    {
        for (var left = _buffer.Length; left > 0;)
        {
            var read = await _socket.ReceiveAsync(_buffer.AsMemory(0, left), _stop.Token);
            if (Interlocked.Add(ref _received, read) == _length) Ended(PlayEnd.Complete);
            else if (read == 0) Ended(PlayEnd.Closed);
            if (End != PlayEnd.Open) return;
            left -= read;
        }
    }

    private void Ended(PlayEnd how)
    {
        EndedAt = KernelBytes.Now;
        End = how;
    }
}
