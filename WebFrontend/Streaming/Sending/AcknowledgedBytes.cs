using System.Buffers.Binary;
using System.Net.Sockets;

namespace OrleansVideo.WebFrontend.Streaming.Sending;

/// <summary>
/// How many bytes the other side of a TCP connection has confirmed since the connection began: <c>tcpi_bytes_acked</c> of
/// Linux's <c>TCP_INFO</c> (linux/tcp.h; RFC 4898 <c>tcpEStatsAppHCThruOctetsAcked</c>). It grows while a slow viewer takes
/// bytes, however large the piece that is being sent.
/// </summary>
internal static class AcknowledgedBytes
{
    private const int Tcp = 6; // IPPROTO_TCP
    private const int TcpInfo = 11; // TCP_INFO
    private const int Offset = 120; // tcpi_bytes_acked

    /// <summary>The count of a socket; null when the socket is closed, or the kernel is too old to say.</summary>
    public static ulong? Of(Socket socket)
    {
        Span<byte> info = stackalloc byte[Offset + sizeof(ulong)];
        try
        {
            var length = socket.GetRawSocketOption(Tcp, TcpInfo, info);
            return length < info.Length ? null : BinaryPrimitives.ReadUInt64LittleEndian(info[Offset..]);
        }
        catch (Exception e) when (e is ObjectDisposedException or SocketException)
        {
            return null; // Closed in this moment.
        }
    }
}
