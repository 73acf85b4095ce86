namespace OrleansVideo.Tests.Cluster.Load;

/// <summary>How a request of the load failed.</summary>
public enum FailureKind
{
    /// <summary>503 with Retry-After: an honest answer.</summary>
    Unavailable,

    /// <summary>The connection ended, or could not be made: right only when a process on its way was killed.</summary>
    CutOff,

    /// <summary>Anything else: never right.</summary>
    Wrong,
}

/// <summary>A request of the load that failed.</summary>
/// <param name="At">When, on the scenario's timeline.</param>
/// <param name="Kind">How.</param>
/// <param name="Request">What was asked.</param>
/// <param name="Detail">What came instead.</param>
public sealed record Failure(TimeSpan At, FailureKind Kind, string Request, string Detail);
