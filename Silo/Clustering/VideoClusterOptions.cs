using System.ComponentModel.DataAnnotations;

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
