using System.Net.Sockets;
using System.Text;

namespace OrleansVideo.Benchmarks.Streaming;

/// <summary>One viewer who takes a film at the pace at which it plays, on a connection that holds little more than is due.</summary>
internal sealed class SlowViewer : IDisposable
{
    /// <summary>The pace.</summary>
    public const int BytesPerSecond = 256 * 1024;

    /// <summary>How much is taken at once.</summary>
    private const int Sip = 64 * 1024;

    private const int ReceiveBuffer = 128 * 1024;
    private const int AnswerPatience = 30_000;
    private readonly Socket _socket;
    private double _forgiven;

    private SlowViewer(Socket socket) => _socket = socket;

    /// <summary>Bytes of content taken.</summary>
    public long Taken { get; private set; }

    /// <summary>Asks for the film from somewhere on, and reads the head of the answer.</summary>
    /// <param name="server">Whom.</param>
    /// <param name="name">Who: without a cookie, a user agent of its own makes a viewer.</param>
    public static SlowViewer Begin(FilmServer server, string name)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = ReceiveBuffer, ReceiveTimeout = AnswerPatience };
        var viewer = new SlowViewer(socket);
        socket.Connect(server.Film.Host, server.Film.Port);
        var from = Random.Shared.Next(BenchmarkFilm.Length / 4);
        socket.Send(Encoding.ASCII.GetBytes(
            $"GET {server.Film.AbsolutePath} HTTP/1.1\r\nHost: {server.Film.Authority}\r\nUser-Agent: {name}\r\nRange: bytes={from}-\r\n\r\n"));
        if (!viewer.ReadHead().StartsWith("HTTP/1.1 206 ", StringComparison.Ordinal))
            throw new InvalidOperationException($"{server.Name} refuses {name}.");
        socket.Blocking = false;
        return viewer;
    }

    /// <summary>Forgets how far it fell behind: what is missed is not taken later, at more than the pace.</summary>
    /// <param name="due">Bytes that should have been taken by now.</param>
    public void Forgive(double due) => _forgiven += Math.Max(0, Math.Floor((due - _forgiven - Taken) / Sip)) * Sip;

    /// <summary>Takes what is due, as far as it has come.</summary>
    /// <param name="due">Bytes that should have been taken by now.</param>
    /// <param name="buffer">Where to.</param>
    public void Take(double due, byte[] buffer)
    {
        while (due - _forgiven - Taken >= Sip)
        {
            var taken = _socket.Receive(buffer, 0, Sip, SocketFlags.None, out var error);
            if (error == SocketError.WouldBlock) return;
            if (error != SocketError.Success || taken == 0) throw new InvalidOperationException($"A slow viewer was cut off: {error}.");
            Taken += taken;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    private string ReadHead()
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && _socket.Receive(one) == 1) head.Append((char)one[0]);
        return head.ToString();
    }
}
