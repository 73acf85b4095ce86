using System.Net;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using OrleansVideo.Silo.Configuration;
using OrleansVideo.Silo.Startup;
using OrleansVideo.Streaming;

namespace OrleansVideo.Silo.Clustering;

/// <summary>Gives the silo its names, its addresses and its view of the cluster.</summary>
public static class VideoClusteringSiloBuilderExtensions
{
    /// <summary>Makes the silo the only one of its cluster, on this machine.</summary>
    /// <param name="silo">The silo.</param>
    /// <param name="hosting">Whether it listens for frontends.</param>
    /// <returns>The same builder.</returns>
    public static ISiloBuilder AddVideoClustering(this ISiloBuilder silo, SiloHosting hosting)
    {
        ArgumentNullException.ThrowIfNull(silo);
        silo.Services.AddVideoOptions<VideoClusterOptions, VideoClusterOptionsValidator>("Cluster");
        silo.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<StreamingOptions>, LeaseLifeValidator>());
        silo.Services.AddOptions<ClusterOptions>().Configure<IOptions<VideoClusterOptions>>(UseNames);
        silo.Services.AddOptions<EndpointOptions>().Configure<IOptions<VideoClusterOptions>>(
            (endpoints, cluster) => UseAddresses(endpoints, cluster.Value, hosting));
        if (hosting == SiloHosting.StandAlone) silo.Services.AddStartupStep<SiloPortsStartup>();
        return silo.UseDevelopmentClustering(options => options.Configure<IOptions<EndpointOptions>>(UseSelfAsPrimary));
    }

    private static void UseNames(ClusterOptions names, IOptions<VideoClusterOptions> cluster)
    {
        names.ClusterId = cluster.Value.ClusterId;
        names.ServiceId = cluster.Value.ServiceId;
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
