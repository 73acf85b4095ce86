using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using OrleansVideo.Silo.Configuration;
using OrleansVideo.Streaming;

namespace OrleansVideo.Silo.Clustering;

/// <summary>What silos and frontends of one cluster agree on.</summary>
internal static class VideoClusterServiceCollectionExtensions
{
    /// <summary>Binds the cluster's options, and gives Orleans the names by which silos and frontends find each other.</summary>
    /// <param name="services">The services of either host.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection AddVideoClusterOptions(this IServiceCollection services)
    {
        services.AddVideoOptions<VideoClusterOptions, VideoClusterOptionsValidator>("Cluster");
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<StreamingOptions>, LeaseLifeValidator>());
        services.AddOptions<ClusterOptions>().Configure<IOptions<VideoClusterOptions>>((names, cluster) =>
        {
            names.ClusterId = cluster.Value.ClusterId;
            names.ServiceId = cluster.Value.ServiceId;
        });
        return services;
    }
}
