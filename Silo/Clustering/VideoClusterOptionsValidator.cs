using System.Net;
using Microsoft.Extensions.Options;

namespace OrleansVideo.Silo.Clustering;

/// <summary>Refuses modes that do not exist and addresses that are none.</summary>
public sealed class VideoClusterOptionsValidator : IValidateOptions<VideoClusterOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, VideoClusterOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var result = new ValidateOptionsResultBuilder();
        if (options.Mode == ClusterMode.Cluster)
            result.AddError("OrleansVideo:Cluster:Mode is Cluster, which this version does not run yet: set it to Embedded.");
        else if (!Enum.IsDefined(options.Mode))
            result.AddError($"OrleansVideo:Cluster:Mode must be Embedded or Cluster, but is {options.Mode}.");
        if (options.AdvertisedAddress is { } address && !IPAddress.TryParse(address, out _))
            result.AddError($"OrleansVideo:Cluster:AdvertisedAddress must be an IP address, but is '{address}'.");
        return result.Build();
    }
}
