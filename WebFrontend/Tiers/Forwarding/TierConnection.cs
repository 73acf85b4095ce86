using System.Net.Sockets;
using Yarp.ReverseProxy.Forwarder;

namespace OrleansVideo.WebFrontend.Tiers.Forwarding;

/// <summary>How connections to the streaming tier are made.</summary>
internal static class TierConnection
{
    /// <summary>A frontend on the same network that does not accept within this time is not there.</summary>
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(3);

    /// <summary>The tier looks at a request, which takes it a few calls to the cluster, before it asks for the body.</summary>
    private static readonly TimeSpan BodyAskedFor = TimeSpan.FromSeconds(30);

    /// <summary>What the kernel takes in ahead of a slow viewer, in bytes: it still flows when a token ends.</summary>
    private const int ReceiveBuffer = 256 * 1024;

    /// <summary>Seconds without a byte before the kernel asks whether the other machine is still there, and between its questions.</summary>
    private const int KeepAliveAfter = 10, KeepAliveEvery = 5, KeepAliveTries = 3;

    /// <summary>Sets up the client of the tier.</summary>
    /// <param name="handler">The client.</param>
    /// <param name="resets">Follows its connections.</param>
    public static void Configure(SocketsHttpHandler handler, TierResets resets)
    {
        handler.ConnectTimeout = ConnectTimeout;
        handler.Expect100ContinueTimeout = BodyAskedFor;
        handler.ConnectCallback = async (context, cancellationToken) => resets.Wrap(await Connect(context, cancellationToken));
    }

    private static async Task<Socket> Connect(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveBufferSize = ReceiveBuffer };
        try
        {
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, KeepAliveAfter);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, KeepAliveEvery);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, KeepAliveTries);
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

/// <summary>Makes the client of the tier.</summary>
/// <param name="resets">Follows its connections.</param>
internal sealed class TierClientFactory(TierResets resets) : ForwarderHttpClientFactory
{
    /// <inheritdoc/>
    protected override void ConfigureHandler(ForwarderHttpClientContext context, SocketsHttpHandler handler)
    {
        base.ConfigureHandler(context, handler);
        TierConnection.Configure(handler, resets);
    }
}
