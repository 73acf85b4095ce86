using System.Net;
using System.Net.Sockets;

namespace OrleansVideo.Benchmarks.Ranges;

/// <summary>Ports on loopback.</summary>
internal static class LoopbackPort
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private const int Tries = 200;

    /// <summary>One that nobody listens on.</summary>
    public static int Free()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Waits until somebody listens on it.</summary>
    /// <param name="port">The port.</param>
    public static async Task Opens(int port)
    {
        using var pace = new PeriodicTimer(Pause);
        for (var tries = 0; tries < Tries && await pace.WaitForNextTickAsync(); tries++)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, port);
                return;
            }
            catch (SocketException)
            {
                // Not yet.
            }
        }

        throw new TimeoutException($"Nobody listens on port {port}.");
    }
}
