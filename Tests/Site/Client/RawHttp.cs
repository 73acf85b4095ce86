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

    private RawHttp()
    {
    }

    public static Task<RawHttp> Connect(SiteProcess site) => Connect(site.Address);

    public static async Task<RawHttp> Connect(Uri site)
    {
        var connection = new RawHttp();
        await connection._tcp.ConnectAsync(site.Host, site.Port);
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

    public async Task Send(ReadOnlyMemory<byte> bytes) => await _tcp.GetStream().WriteAsync(bytes);

    /// <summary>The head of the next answer, up to its empty line; empty when the connection ended first.</summary>
    public async Task<string> ReadHead()
    {
        using var deadline = new CancellationTokenSource(AnswerDeadline);
        var head = new List<byte>();
        var one = new byte[1];
        while (!EndsHead(head) && await _tcp.GetStream().ReadAsync(one, deadline.Token) == 1)
            head.Add(one[0]);
        return Encoding.Latin1.GetString([.. head]);
    }

    /// <summary>Everything until the other side closes.</summary>
    public async Task<string> ReadToEnd()
    {
        using var deadline = new CancellationTokenSource(AnswerDeadline);
        using var all = new MemoryStream();
        await _tcp.GetStream().CopyToAsync(all, deadline.Token);
        return Encoding.Latin1.GetString(all.ToArray());
    }

    /// <summary>Resets the connection, as when a cable is pulled or a tab closed.</summary>
    public void Abort()
    {
        _tcp.LingerState = new LingerOption(enable: true, seconds: 0);
        _tcp.Close();
    }

    public void Dispose() => _tcp.Dispose();

    public static int StatusOf(string head) =>
        head.Length > 12 ? int.Parse(head.AsSpan(9, 3), CultureInfo.InvariantCulture) : 0;

    private static bool EndsHead(List<byte> head) =>
        head.Count >= 4 && head[^1] == '\n' && head[^2] == '\r' && head[^3] == '\n' && head[^4] == '\r';
}
