using System.Globalization;
using System.Net.Sockets;
using System.Text;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Site.Client;

/// <summary>HTTP by hand over a socket: for requests that no well-behaved client sends.</summary>
public sealed class RawHttp : IDisposable
{
    private static readonly TimeSpan AnswerDeadline = TimeSpan.FromSeconds(30);
    private readonly TcpClient _tcp = new();
    private NetworkStream _stream = null!;

    private RawHttp()
    {
    }

    public static Task<RawHttp> Connect(SiteProcess site) => Connect(site.Address);

    /// <param name="site">Where to.</param>
    /// <param name="receiveBuffer">Bytes that the kernel takes in before they are read; by itself it takes ever more.</param>
    public static async Task<RawHttp> Connect(Uri site, int? receiveBuffer = null)
    {
        var connection = new RawHttp();
        if (receiveBuffer is { } bytes) connection._tcp.ReceiveBufferSize = bytes;
        await connection._tcp.ConnectAsync(site.Host, site.Port);
        connection._stream = connection._tcp.GetStream();
        return connection;
    }

    /// <summary>One request without a body, its path taken literally; gives the status and the whole answer.</summary>
    public static async Task<(int Status, string Answer)> Get(SiteProcess site, string path, string method = "GET")
    {
        using var connection = await Connect(site);
        await connection.Send($"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{site.Port}\r\nConnection: close\r\n\r\n");
        var answer = await connection.ReadToEnd();
        return (StatusOf(answer), answer);
    }

    public Task Send(string text) => Send(Encoding.Latin1.GetBytes(text));

    public async Task Send(ReadOnlyMemory<byte> bytes) => await _stream.WriteAsync(bytes);

    /// <summary>The head of the next answer, up to its empty line; empty when the connection ended first.</summary>
    public async Task<string> ReadHead()
    {
        using var deadline = new CancellationTokenSource(AnswerDeadline);
        var head = new List<byte>();
        var one = new byte[1];
        while (!EndsHead(head) && await _stream.ReadAsync(one, deadline.Token) == 1)
            head.Add(one[0]);
        return Encoding.Latin1.GetString([.. head]);
    }

    /// <summary>Everything until the other side closes.</summary>
    public async Task<string> ReadToEnd()
    {
        using var deadline = new CancellationTokenSource(AnswerDeadline);
        using var all = new MemoryStream();
        await _stream.CopyToAsync(all, deadline.Token);
        return Encoding.Latin1.GetString(all.ToArray());
    }

    /// <summary>Exactly so many bytes; fails when the connection ends before them.</summary>
    public async Task<byte[]> ReadBytes(int count)
    {
        var (bytes, wasWhole) = await ReadUntilEnd(count);
        Assert.True(wasWhole, $"The connection ended after {bytes.Length} of {count} bytes.");
        return bytes;
    }

    /// <summary>So many bytes, or those that came before the connection ended, however it did.</summary>
    public async Task<(byte[] Bytes, bool WasWhole)> ReadUntilEnd(int count)
    {
        using var deadline = new CancellationTokenSource(AnswerDeadline);
        var (bytes, read) = (new byte[count], 0);
        try
        {
            while (read < count && await _stream.ReadAsync(bytes.AsMemory(read), deadline.Token) is > 0 and var more) read += more;
        }
        catch (IOException)
        {
            // Reset by the other side: what came before it counts.
        }

        return (bytes[..read], read == count);
    }

    /// <summary>Says that nothing more will be sent, and goes on reading.</summary>
    public void CloseSending() => _tcp.Client.Shutdown(SocketShutdown.Send);

    /// <summary>Resets the connection, as when a cable is pulled or a tab closed.</summary>
    public void Abort()
    {
        _tcp.LingerState = new LingerOption(enable: true, seconds: 0);
        _tcp.Close();
    }

    public void Dispose() => _tcp.Dispose();

    public static int StatusOf(string head) =>
        head.Length > 12 ? int.Parse(head.AsSpan(9, 3), CultureInfo.InvariantCulture) : 0;

    /// <summary>The Content-Length that a head announces; -1 without one.</summary>
    public static int LengthOf(string head)
    {
        const string Name = "Content-Length: ";
        var at = head.IndexOf(Name, StringComparison.OrdinalIgnoreCase);
        return at < 0 ? -1 : int.Parse(head.AsSpan(at + Name.Length, head.IndexOf('\r', at) - at - Name.Length), CultureInfo.InvariantCulture);
    }

    private static bool EndsHead(List<byte> head) =>
        head.Count >= 4 && head[^1] == '\n' && head[^2] == '\r' && head[^3] == '\n' && head[^4] == '\r';
}
