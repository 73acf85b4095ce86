using System.Net;
using System.Net.Sockets;

namespace OrleansVideo.Benchmarks;

/// <summary>Ports of this machine that nobody listens on, outside the range from which clients get theirs.</summary>
internal static class LoopbackPort
{
    private static int _next = Random.Shared.Next(18_200, 19_000);

    /// <summary>One that is free.</summary>
    public static int Next()
    {
        while (true)
        {
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.Bind(new IPEndPoint(IPAddress.Loopback, ++_next));
                return _next;
            }
            catch (SocketException)
            {
                // Somebody has it: try the next.
            }
        }
    }
}
