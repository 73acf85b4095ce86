using System.Buffers.Binary;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace OrleansVideo.Tests.Site.Client;

/// <summary>HTTP/2 by hand (RFC 9113), for a client that no library is: it asks and resets, again and again, and reads nothing unless told to.</summary>
public sealed class RawHttp2 : IDisposable
{
    private const byte Headers = 1, Reset = 3, Settings = 4, WindowUpdate = 8;
    private const uint Cancel = 8;
    private readonly TcpClient _tcp = new();
    private readonly bool _isSecure;
    private Stream _stream = null!;
    private int _next = 1;

    private RawHttp2(bool isSecure) => _isSecure = isSecure;

    /// <param name="site">Where to.</param>
    /// <param name="certificate">The only one that is trusted, for https.</param>
    /// <param name="receiveBuffer">Bytes that the kernel takes in before they are read.</param>
    public static async Task<RawHttp2> Connect(Uri site, X509Certificate2? certificate = null, int receiveBuffer = 16 * 1024)
    {
        var connection = new RawHttp2(certificate is not null);
        connection._tcp.ReceiveBufferSize = receiveBuffer;
        await connection._tcp.ConnectAsync(site.Host, site.Port);
        connection._stream = connection._tcp.GetStream();
        if (certificate is not null)
        {
            var tls = new SslStream(connection._stream);
            await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
            {
                TargetHost = site.Host,
                ApplicationProtocols = [SslApplicationProtocol.Http2],
                RemoteCertificateValidationCallback = OwnCertificate.Alone(certificate),
            });
            connection._stream = tls;
        }

        // A window as large as there is, for streams and for the connection, so that answers pile up in the server.
        byte[] settings = [0, 4, 0x7f, 0xff, 0xff, 0xff];
        byte[] window = [0x7f, 0xff, 0, 0];
        await connection._stream.WriteAsync(
            (byte[])[.. "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8, .. Frame(Settings, 0, 0, settings), .. Frame(WindowUpdate, 0, 0, window)]);
        return connection;
    }

    /// <summary>Asks for the path so many times, and resets each stream right away.</summary>
    /// <returns>False when the server has ended the connection meanwhile.</returns>
    public async Task<bool> AskAndReset(string path, int times)
    {
        var batch = new List<byte>();
        for (var i = 0; i < times; i++, _next += 2)
        {
            batch.AddRange(Frame(Headers, 0x5, _next, Request(path)));
            batch.AddRange(Frame(Reset, 0, _next, Number(Cancel)));
        }

        return await TrySend([.. batch]);
    }

    /// <summary>Asks for the path on so many streams, and leaves them open.</summary>
    /// <returns>False when the server has ended the connection meanwhile.</returns>
    public async Task<bool> Ask(string path, int times)
    {
        var batch = new List<byte>();
        for (var i = 0; i < times; i++, _next += 2) batch.AddRange(Frame(Headers, 0x5, _next, Request(path)));
        return await TrySend([.. batch]);
    }

    /// <summary>Ends the connection without a word.</summary>
    public void Abort()
    {
        _tcp.LingerState = new LingerOption(enable: true, seconds: 0);
        _tcp.Close();
    }

    public void Dispose()
    {
        _stream.Dispose();
        _tcp.Dispose();
    }

    private async Task<bool> TrySend(byte[] bytes)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        try
        {
            await _stream.WriteAsync(bytes, deadline.Token);
            return true;
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            return false; // It ended the connection, or reads nothing more of it.
        }
    }

    // RFC 7541: :method GET and :scheme from the static table; :path and :authority as they are, not indexed.
    private byte[] Request(string path) =>
        [0x82, (byte)(_isSecure ? 0x87 : 0x86), 0x04, (byte)path.Length, .. Encoding.ASCII.GetBytes(path), 0x01, 1, (byte)'x'];

    private static byte[] Frame(byte type, byte flags, int stream, byte[] payload) =>
        [.. Number((uint)payload.Length)[1..], type, flags, .. Number((uint)stream), .. payload];

    private static byte[] Number(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }
}
