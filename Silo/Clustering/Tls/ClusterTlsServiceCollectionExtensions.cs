using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using OrleansVideo.Silo.Configuration;

namespace OrleansVideo.Silo.Clustering.Tls;

/// <summary>TLS between the cluster's processes.</summary>
internal static class ClusterTlsServiceCollectionExtensions
{
    /// <summary>Secures the connections of a process of the cluster, when its options say so.</summary>
    /// <param name="services">The services of either host.</param>
    /// <param name="role">What the process is.</param>
    public static void AddClusterTls(this IServiceCollection services, ClusterRole role)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddVideoOptions<ClusterTlsOptions>("Cluster:Tls");
        services.AddSingleton<IValidateOptions<ClusterTlsOptions>>(provider => new ClusterTlsOptionsValidator(
            provider.GetRequiredService<IConfiguration>(), role, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new ClusterTls(
            provider.GetRequiredService<IOptions<ClusterTlsOptions>>(), role, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<ClusterTls>>()));
        if (role == ClusterRole.Silo) services.AddOptions<SiloConnectionOptions>().Configure<ClusterTls>((connections, tls) => tls.Secure(connections));
        else services.AddOptions<ClientConnectionOptions>().Configure<ClusterTls>((connections, tls) => tls.Secure(connections));
    }
}
