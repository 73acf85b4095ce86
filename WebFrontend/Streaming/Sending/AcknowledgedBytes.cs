using System.Buffers.Binary;
using System.Net.Sockets;

namespace OrleansVideo.WebFrontend.Streaming.Sending;

/// <summary>
/// What the kernel knows of a connection's bytes, from Linux's <c>TCP_INFO</c> (linux/tcp.h): how many the other side has confirmed since
/// the connection began, <c>tcpi_bytes_acked</c> (RFC 4898 <c>tcpEStatsAppHCThruOctetsAcked</c>), and whether any are on their way.
/// It grows while a slow viewer takes bytes, however large the piece that is being sent.
/// </summary>
/// <param name="Acknowledged">Bytes that the other side has confirmed.</param>
/// <param name="IsPending">Whether bytes wait in the kernel, sent or not, for which that is still to come.</param>
/// <param name="IsClosed">Whether the connection has ended, by a reset perhaps that nobody has read yet.</param>
internal readonly record struct AcknowledgedBytes(ulong Acknowledged, bool IsPending, bool IsClosed)
{
    private const byte Closed = 7; // TCP_CLOSE, of tcpi_state
    private const int Tcp = 6; // IPPROTO_TCP
    private const int TcpInfo = 11; // TCP_INFO
    private const int Unacknowledged = 24; // tcpi_unacked, in segments
    private const int Confirmed = 120; // tcpi_bytes_acked
    private const int NotSent = 144; // tcpi_notsent_bytes

    /// <summary>What is known of a socket; null when the socket is closed, or the kernel is too old to say.</summary>
    public static AcknowledgedBytes? Of(Socket socket)
    {
        Span<byte> info = stackalloc byte[NotSent + sizeof(uint)];
        try
        {
            if (socket.GetRawSocketOption(Tcp, TcpInfo, info) < info.Length) return null;
            return new AcknowledgedBytes(
                BinaryPrimitives.ReadUInt64LittleEndian(info[Confirmed..]),
                BinaryPrimitives.ReadUInt32LittleEndian(info[Unacknowledged..]) > 0 || BinaryPrimitives.ReadUInt32LittleEndian(info[NotSent..]) > 0,
                info[0] == Closed);
        }
        catch (Exception e) when (e is ObjectDisposedException or SocketException)
        {
            return null; // Closed in this moment.
        }
    }
}
