using System.Globalization;
using Microsoft.Extensions.Options;
using OrleansVideo.Streaming;

namespace OrleansVideo.Silo.Clustering;

/// <summary>
/// In a cluster, a lease must outlive the limiter's silo: found dead, replaced, and heard of by every frontend, while
/// those count only two thirds of a lease's life. Else the death of one silo would end every playback.
/// </summary>
/// <param name="cluster">Whether this is a cluster.</param>
internal sealed class LeaseLifeValidator(IOptions<VideoClusterOptions> cluster) : IValidateOptions<StreamingOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, StreamingOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (!IsCluster || options.LeaseLife > 3 * FailureDetection.Slowest) return ValidateOptionsResult.Success;
        return ValidateOptionsResult.Fail(string.Create(
            CultureInfo.InvariantCulture,
            $"OrleansVideo:Streaming:LeaseLife must be more than {3 * FailureDetection.Slowest} in a cluster, three times what it takes to find a silo that hangs, but is {options.LeaseLife}."));
    }

    private bool IsCluster
    {
        get
        {
            try
            {
                return cluster.Value.Mode == ClusterMode.Cluster;
            }
            catch (OptionsValidationException)
            {
                return false; // Their own check says what is wrong with them.
            }
        }
    }
}
