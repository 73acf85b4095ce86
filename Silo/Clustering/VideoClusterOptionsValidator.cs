using System.Net;
using Microsoft.Extensions.Options;
using OrleansVideo.Silo.Database;

namespace OrleansVideo.Silo.Clustering;

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
