using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Orleans.Runtime.Messaging;
using Orleans.Storage;

namespace OrleansVideo.WebFrontend.Problems;

/// <summary>
/// The ways in which a grain call fails when silos die, start, stop, are cut off or have too much to do, and when the
/// database behind them is away. All mean: whether it was done is unknown, and another try in a moment is worth it.
/// </summary>
public static class ClusterTrouble
{
    /// <summary>Whether the exception says that the cluster did not answer.</summary>
    public static bool IsTrouble(Exception exception) => IsOverload(exception) || IsPassing(exception) || exception
        is OperationCanceledException // A stop's. Who was cut off by its own caller gets no answer, and never comes here.
        or OrleansLifecycleCanceledException;

    /// <summary>Whether a silo refused because it has too much to do: asking again at once would make it worse.</summary>
    public static bool IsOverload(Exception exception) => exception is GatewayTooBusyException or LimitExceededException;

    /// <summary>Whether the same call may well succeed in a moment: its silo, or the way to it, is being replaced.</summary>
    public static bool IsPassing(Exception exception) => exception switch
    {
        TimeoutException => true, // No answer in time, from the silo or, as the silo says it, from the database.
        OrleansMessageRejectionException => true, // Among them SiloUnavailableException: the silo died, stops, or starts.
        ConnectionFailedException or ClientNotAvailableException => true, // No gateway, or not connected yet.
        InconsistentStateException => true, // Another activation wrote first: nothing was done, and this one is replaced.
        SocketException or ConnectionAbortedException or ConnectionResetException => true, // The way to the silo broke.

        // A grain that can't be activated says so in the words of the storage behind it.
        OrleansException { InnerException: { } inner } when exception.GetType() == typeof(OrleansException) => IsPassing(inner),
        _ => false,
    };
}
