using Yarp.ReverseProxy.Health;
using Yarp.ReverseProxy.Model;

namespace OrleansVideo.WebFrontend.Tiers.Forwarding;

/// <summary>
/// Leaves out a frontend of the tier from the first connection on that could not be made. The probes find out meanwhile
/// whether it is back.
/// </summary>
/// <param name="health">Where health is kept.</param>
internal sealed class UnreachableDestinations(IDestinationHealthUpdater health) : IPassiveHealthCheckPolicy
{
    /// <summary>The name under which the tier's configuration asks for it.</summary>
    public const string PolicyName = "Unreachable";

    /// <summary>For how long: two probes fail within it, which leave the frontend out from then on.</summary>
    public static readonly TimeSpan Rest = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public string Name => PolicyName;

    /// <inheritdoc/>
    public void RequestProxied(HttpContext context, ClusterState cluster, DestinationState destination) => health.SetPassive(
        cluster, destination, NextDestination.CouldNotConnect(context) ? DestinationHealth.Unhealthy : DestinationHealth.Healthy, Rest);
}
