using System.Net.Sockets;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Site.Client;

/// <summary>A whole video over a connection of its own that takes in little, and is read only when it is asked to.</summary>
public sealed class SlowPlay : IDisposable
{
    private const int ReceiveBuffer = 64 * 1024;
    private const int Piece = 64 * 1024;
    private readonly TcpClient _tcp;
    private readonly Stream _stream;
    private readonly MemoryStream _body = new();

    private SlowPlay(TcpClient tcp) => (_tcp, _stream) = (tcp, tcp.GetStream());

    /// <summary>Asks for a video; done when its answer has begun, and its client reads no more.</summary>
    /// <param name="site">Where.</param>
    /// <param name="id">The video.</param>
    /// <param name="cookies">The header Cookie.</param>
    public static Task<SlowPlay> Start(SiteProcess site, string id, string cookies) => Start(site.Address, id, cookies);

    /// <inheritdoc cref="Start(SiteProcess, string, string)"/>
    public static async Task<SlowPlay> Start(Uri site, string id, string cookies = "")
    {
        var (play, status) = await Ask(site, id, cookies);
        Assert.Equal(200, status);
        await play.Read(100_000);
        return play;
    }

    /// <summary>The same for a guest; null when the answer is a refusal.</summary>
    public static async Task<SlowPlay?> TryStart(Uri site, string id)
    {
        var (play, status) = await Ask(site, id, "");
        if (status == 200) return play;
        play.Dispose();
        return null;
    }

    private static async Task<(SlowPlay Play, int Status)> Ask(Uri site, string id, string cookies)
    {
        var tcp = new TcpClient { ReceiveBufferSize = ReceiveBuffer };
        await tcp.ConnectAsync(site.Host, site.Port);
        var play = new SlowPlay(tcp);
        var cookie = cookies.Length == 0 ? "" : $"Cookie: {cookies}\r\n";
        await play._stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes($"GET /videos/{id} HTTP/1.1\r\nHost: {site.Authority}\r\n{cookie}\r\n"));
        var head = "";
        var one = new byte[1];
        while (!head.EndsWith("\r\n\r\n", StringComparison.Ordinal) && await play._stream.ReadAsync(one) == 1) head += (char)one[0];
        return (play, RawHttp.StatusOf(head));
    }

    /// <summary>Waits until the other side has reset the connection. Nothing is read for that: the client's kernel knows.</summary>
    public Task<TimeSpan> IsReset(TimeSpan within) => Eventually.True("the connection is reset", within, () => IsClosed(_tcp.Client));

    /// <summary>How many bytes still come, of a connection that was reset.</summary>
    public async Task<long> ReadRest()
    {
        var before = _body.Length;
        await Read(long.MaxValue);
        return _body.Length - before;
    }

    /// <summary>All of the body.</summary>
    public async Task<byte[]> ReadWhole(int length)
    {
        await Read(length - _body.Length);
        return _body.ToArray();
    }

    public void Dispose()
    {
        _stream.Dispose();
        _tcp.Dispose();
        _body.Dispose();
    }

    private async Task Read(long count)
    {
        var buffer = new byte[Piece];
        try
        {
            while (count > 0 && await _stream.ReadAsync(buffer.AsMemory(0, (int)Math.Min(count, buffer.Length))) is > 0 and var read)
            {
                _body.Write(buffer.AsSpan(0, read));
                count -= read;
            }
        }
        catch (IOException)
        {
            // Reset by the other side: what came before it counts.
        }
    }

    /// <summary>TCP_INFO's first byte is the state of the connection; a reset one is closed (7).</summary>
    private static bool IsClosed(Socket socket)
    {
        Span<byte> info = stackalloc byte[8];
        return socket.GetRawSocketOption(6, 11, info) > 0 && info[0] == 7;
    }
}
