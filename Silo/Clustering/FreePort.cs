using System.Net;
using System.Net.Sockets;

namespace OrleansVideo.Silo.Clustering;

/// <summary>Finds a TCP port for a silo that nobody needs to find.</summary>
internal static class FreePort
{
    /// <summary>A loopback port that was free a moment ago. The system does not hand it out again soon.</summary>
    /// <returns>The port.</returns>
    public static int Next()
    {
        using var listener = new TcpListener(IPAddress.Loopback, port: 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
