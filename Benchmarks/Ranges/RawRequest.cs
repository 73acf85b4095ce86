using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace OrleansVideo.Benchmarks.Ranges;

/// <summary>Speaks HTTP/1.1 over a socket of its own, so that a server gets every header exactly as it was written.</summary>
internal static class RawRequest
{
    private const string LineBreak = "\r\n";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Sends one request, and reads until the server closes.</summary>
    /// <param name="port">Its port on loopback.</param>
    /// <param name="method">GET or HEAD.</param>
    /// <param name="path">What is asked for.</param>
    /// <param name="headers">More header lines, apart by line breaks.</param>
    public static async Task<RawAnswer> Send(int port, string method, string path, string headers)
    {
        using var deadline = new CancellationTokenSource(Patience);
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port, deadline.Token);
        string[] lines = [$"{method} {path} HTTP/1.1", $"Host: 127.0.0.1:{port}", "Connection: close", .. Lines(headers), LineBreak];
        await client.GetStream().WriteAsync(Encoding.Latin1.GetBytes(string.Join(LineBreak, lines)), deadline.Token);
        var bytes = new MemoryStream();
        await client.GetStream().CopyToAsync(bytes, deadline.Token);
        return Read(bytes.ToArray());
    }

    private static string[] Lines(string headers) => headers.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static RawAnswer Read(byte[] bytes)
    {
        var end = bytes.AsSpan().IndexOf("\r\n\r\n"u8);
        if (end < 0) throw new InvalidDataException("The server closed without an answer.");
        var lines = Encoding.Latin1.GetString(bytes, 0, end).Split(LineBreak);
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var line in lines.Skip(1))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            headers[line[..colon]] = line[(colon + 1)..].Trim();
        }

        return new RawAnswer(int.Parse(lines[0].Split(' ')[1], CultureInfo.InvariantCulture), headers, bytes[(end + 4)..]);
    }
}
