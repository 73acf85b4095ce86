using Orleans.Runtime.Messaging;

namespace OrleansVideo.WebFrontend.Problems;

/// <summary>
/// The ways in which a grain call fails when silos die, start or are cut off. All mean: the outcome is unknown, and
/// another try in a moment is worth it.
/// </summary>
public static class ClusterTrouble
{
    /// <summary>Whether the exception says that the cluster did not answer.</summary>
    public static bool IsTrouble(Exception exception) => exception
        is TimeoutException
        or SiloUnavailableException
        or OrleansMessageRejectionException
        or ConnectionFailedException
        or ClientNotAvailableException
        or GatewayTooBusyException;
}
