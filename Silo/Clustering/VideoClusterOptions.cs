using System.ComponentModel.DataAnnotations;
using System.Net;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using OrleansVideo.Silo.Configuration;
using OrleansVideo.Silo.Database;
using OrleansVideo.Streaming;

namespace OrleansVideo.Silo.Clustering;

/// <summary>The silo's place among the site's processes, bound from <c>OrleansVideo:Cluster</c>.</summary>
public sealed class VideoClusterOptions
{
    /// <summary>One process, or many.</summary>
    public ClusterMode Mode { get; set; } = ClusterMode.Embedded;

    /// <summary>TCP port for other silos. A silo embedded in the web site takes a free one instead.</summary>
    [Range(1, 65535)]
    public int SiloPort { get; set; } = 11111;

    /// <summary>TCP port for frontends. A silo embedded in the web site has none.</summary>
    [Range(1, 65535)]
    public int GatewayPort { get; set; } = 30000;

    /// <summary>IP address at which the others reach a stand-alone silo; null means this machine alone (loopback).</summary>
    public string? AdvertisedAddress { get; set; }

    /// <summary>Name of the cluster: silos and frontends with the same name find each other.</summary>
    [Required]
    public string ClusterId { get; set; } = "orleansvideo";

    /// <summary>Name under which state and reminders are stored: changing it hides everything stored so far.</summary>
    [Required, MaxLength(150)]
    public string ServiceId { get; set; } = "orleansvideo";

    /// <summary>TCP port, on loopback, of a stand-alone silo's health endpoints.</summary>
    [Range(1, 65535)]
    public int HealthPort { get; set; } = 8081;
}

/// <summary>Of how many processes the site is made.</summary>
public enum ClusterMode
{
    /// <summary>One silo on this machine, over SQLite in the data directory.</summary>
    Embedded = 0,

    /// <summary>Several silos and frontends over PostgreSQL.</summary>
    Cluster = 1,
}

/// <summary>The mode as it must be known before options can be asked for: it decides which services there are.</summary>
public static class ClusterModeConfiguration
{
    /// <summary>
    /// Reads <c>OrleansVideo:Cluster:Mode</c>. A word that is no mode counts as embedded here, and stops the start when the options are
    /// checked.
    /// </summary>
    /// <param name="configuration">The configuration of the host.</param>
    /// <returns>The mode.</returns>
    public static ClusterMode GetClusterMode(this IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return Enum.TryParse<ClusterMode>(configuration["OrleansVideo:Cluster:Mode"], ignoreCase: true, out var mode) ? mode : ClusterMode.Embedded;
    }
}

/// <summary>Refuses modes that do not exist, addresses that are none, and a cluster without a database.</summary>
/// <param name="configuration">The configuration of the host, for the connection string.</param>
public sealed class VideoClusterOptionsValidator(IConfiguration configuration) : IValidateOptions<VideoClusterOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, VideoClusterOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var result = new ValidateOptionsResultBuilder();
        if (!Enum.IsDefined(options.Mode))
            result.AddError($"OrleansVideo:Cluster:Mode must be Embedded or Cluster, but is {options.Mode}.");
        if (options.AdvertisedAddress is { } address && !IPAddress.TryParse(address, out _))
            result.AddError($"OrleansVideo:Cluster:AdvertisedAddress must be an IP address, but is '{address}'.");
        if (options.Mode == ClusterMode.Cluster && PostgresConnection.Refuse(configuration) is { } refusal)
            result.AddError(refusal);
        return result.Build();
    }
}

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
