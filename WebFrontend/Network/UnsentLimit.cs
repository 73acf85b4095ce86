using System.Net.Sockets;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace OrleansVideo.WebFrontend.Network;

/// <summary>
/// Bounds what the kernel takes of a connection's bytes before they are sent (TCP_NOTSENT_LOWAT): what it holds flows on
/// after a stream token has ended, and takes memory for each slow viewer. Linux alone; elsewhere nothing is set.
/// </summary>
internal static class UnsentLimit
{
    private const int Bytes = 128 * 1024;
    private const int Tcp = 6; // IPPROTO_TCP
    private const int NotSentLowat = 25; // TCP_NOTSENT_LOWAT, linux/tcp.h

    /// <summary>Sets it for every connection of an address.</summary>
    public static void LimitUnsent(this ListenOptions address) => address.Use(next => connection =>
    {
        if (OperatingSystem.IsLinux() && connection.Features.Get<IConnectionSocketFeature>()?.Socket is { ProtocolType: ProtocolType.Tcp } socket)
            socket.SetRawSocketOption(Tcp, NotSentLowat, BitConverter.GetBytes(Bytes));
        return next(connection);
    });
}
