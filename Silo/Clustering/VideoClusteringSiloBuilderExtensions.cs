using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using OrleansVideo.Silo.Clustering.Tls;
using OrleansVideo.Silo.Configuration;
using OrleansVideo.Silo.Persistence;
using OrleansVideo.Silo.Startup;

namespace OrleansVideo.Silo.Clustering;

/// <summary>Gives the silo its names, its addresses and its view of the cluster.</summary>
public static class VideoClusteringSiloBuilderExtensions
{
    /// <summary>Makes the silo the only one of its cluster, on this machine; or one of many, which find each other in the database.</summary>
    /// <param name="silo">The silo.</param>
    /// <param name="hosting">Whether it listens for frontends.</param>
    /// <returns>The same builder.</returns>
    public static ISiloBuilder AddVideoClustering(this ISiloBuilder silo, SiloHosting hosting)
    {
        ArgumentNullException.ThrowIfNull(silo);
        silo.Services.AddVideoClusterOptions();
        silo.Services.AddVideoOptions<ActivationsOptions>("Activations");
        silo.Services.AddOptions<GrainCollectionOptions>().Configure<IOptions<ActivationsOptions>>(
            (collection, activations) => activations.Value.Configure(collection));
        silo.Services.AddOptions<EndpointOptions>().Configure<IOptions<VideoClusterOptions>>(
            (endpoints, cluster) => UseAddresses(endpoints, cluster.Value, hosting));
        if (hosting == SiloHosting.StandAlone) silo.Services.AddStartupStep<SiloPortsStartup>();
        var isCluster = silo.Configuration.GetClusterMode() == ClusterMode.Cluster;
        if (isCluster) silo.Services.AddClusterTls(ClusterRole.Silo);
        return isCluster
            ? silo
                .Configure<ClusterMembershipOptions>(FailureDetection.Configure)
                .UseAdoNetClustering(options => options.Configure<ProviderDatabase>(
                    (clustering, database) => (clustering.Invariant, clustering.DataSource) = database))
            : silo.UseDevelopmentClustering(options => options.Configure<IOptions<EndpointOptions>>(UseSelfAsPrimary));
    }

    private static void UseAddresses(EndpointOptions endpoints, VideoClusterOptions cluster, SiloHosting hosting)
    {
        var standAlone = hosting == SiloHosting.StandAlone;
        endpoints.SiloPort = standAlone ? cluster.SiloPort : FreePort.Next();
        endpoints.GatewayPort = standAlone ? cluster.GatewayPort : 0; // None.
        endpoints.AdvertisedIPAddress = standAlone && cluster.AdvertisedAddress is { } address ? IPAddress.Parse(address) : IPAddress.Loopback;
    }

    private static void UseSelfAsPrimary(DevelopmentClusterMembershipOptions membership, IOptions<EndpointOptions> endpoints)
        => membership.PrimarySiloEndpoint = new IPEndPoint(endpoints.Value.AdvertisedIPAddress, endpoints.Value.SiloPort);
}

/// <summary>In what kind of process a silo runs.</summary>
public enum SiloHosting
{
    /// <summary>Within the web site's own process: it takes a free loopback port, and nobody connects from outside.</summary>
    Embedded = 0,

    /// <summary>In a process of its own: it listens on the configured ports for frontends.</summary>
    StandAlone = 1,
}

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
