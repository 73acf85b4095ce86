using System.Net;
using System.Net.Sockets;

namespace OrleansVideo.Tests.Site.Hosting;

/// <summary>Finds loopback ports, below the range from which the kernel takes ports for outgoing connections.</summary>
public static class FreePort
{
    private const int First = 20_000;
    private const int Count = 12_000;
    private static int _next = Random.Shared.Next(Count);

    public static int Next()
    {
        while (true)
        {
            var port = First + Interlocked.Increment(ref _next) % Count;
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
                return port;
            }
            catch (SocketException)
            {
                // Somebody has it: try the next.
            }
        }
    }
}
