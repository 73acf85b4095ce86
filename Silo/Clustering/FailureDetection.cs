using System.Globalization;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using OrleansVideo.Streaming;

namespace OrleansVideo.Silo.Clustering;

/// <summary>
/// How soon the cluster takes a silo for dead. Each silo probes its neighbours; one neighbour whose probes fail twice in a row is
/// enough. Soon means that a killed silo's grains are elsewhere within about a second; it also means that a silo which stands still for
/// some seconds (a suspended machine) is expelled, and ends itself when it finds out. docs/failures.md has the measurements.
/// </summary>
public static class FailureDetection
{
    /// <summary>
    /// The longest that a silo may be dead or hung before all others know: a hung one answers no probe but keeps its connections.
    /// Measured below 10 s; leases that must outlive it live three times as long.
    /// </summary>
    public static readonly TimeSpan Slowest = TimeSpan.FromSeconds(10);

    /// <summary>How often each silo writes that it is alive. A silo that was not heard of for three of these does not hinder others from joining.</summary>
    private static readonly TimeSpan AliveEvery = TimeSpan.FromSeconds(5);

    /// <summary>Sets Orleans' membership options.</summary>
    /// <param name="membership">The options.</param>
    public static void Configure(ClusterMembershipOptions membership)
    {
        ArgumentNullException.ThrowIfNull(membership);
        membership.ProbeTimeout = TimeSpan.FromSeconds(1);
        membership.NumMissedProbesLimit = 2;
        membership.NumVotesForDeathDeclaration = 1;
        membership.IAmAliveTablePublishTimeout = AliveEvery;
        membership.NumMissedTableIAmAliveLimit = 3;
        membership.DefunctSiloExpiration = TimeSpan.FromDays(1);
    }
}

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
