namespace OrleansVideo.Benchmarks.LimiterSimulation;

/// <summary>What the limiter is asked.</summary>
internal enum MessageKind
{
    /// <summary>A token is asked for.</summary>
    Acquire,

    /// <summary>A place is asked for.</summary>
    Place,

    /// <summary>A token is given back.</summary>
    Release,

    /// <summary>A viewer's page says good-bye.</summary>
    Leave,

    /// <summary>A frontend's heartbeat.</summary>
    Renew,

    /// <summary>The limiter's own look, once a second: no message.</summary>
    Settle,
}
