using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using OrleansVideo.Silo.Startup;

namespace OrleansVideo.Silo.Clustering;

/// <summary>
/// Start-up step of a stand-alone silo: its ports are free. Orleans listens with address reuse, by which two silos on one port would
/// both start and take each other's connections.
/// </summary>
/// <param name="endpoints">The silo's addresses.</param>
internal sealed class SiloPortsStartup(IOptions<EndpointOptions> endpoints) : IStartupStep
{
    /// <inheritdoc/>
    public Task PrepareAsync(CancellationToken cancellationToken)
    {
        Check("SiloPort", endpoints.Value.SiloPort);
        Check("GatewayPort", endpoints.Value.GatewayPort);
        return Task.CompletedTask;
    }

    private void Check(string key, int port)
    {
        var address = new IPEndPoint(endpoints.Value.AdvertisedIPAddress, port);
        try
        {
            using var listener = new TcpListener(address);
            listener.Start();
        }
        catch (SocketException exception)
        {
            throw new StartupException($"OrleansVideo:Cluster:{key} cannot be used: {address}: {exception.Message}.", exception);
        }
    }
}
