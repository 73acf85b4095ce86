using Microsoft.Extensions.Options;
using OrleansVideo.Silo.Clustering;

namespace OrleansVideo.Silo.DataDirectory;

/// <summary>Refuses a data directory that is no path, or that means another place in each process of a cluster.</summary>
/// <param name="configuration">The configuration of the host, for the mode.</param>
public sealed class DataDirectoryOptionsValidator(IConfiguration configuration) : IValidateOptions<DataDirectoryOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, DataDirectoryOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (string.IsNullOrWhiteSpace(options.DataDirectory) || options.DataDirectory.Contains('\0', StringComparison.Ordinal))
            return ValidateOptionsResult.Fail("OrleansVideo:DataDirectory must be the path of a directory.");
        return configuration.GetClusterMode() == ClusterMode.Cluster && !Path.IsPathFullyQualified(options.DataDirectory)
            ? ValidateOptionsResult.Fail(
                $"OrleansVideo:DataDirectory must be an absolute path when Cluster:Mode is Cluster, but is '{options.DataDirectory}'.")
            : ValidateOptionsResult.Success;
    }
}
