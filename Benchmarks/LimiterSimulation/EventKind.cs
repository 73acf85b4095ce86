namespace OrleansVideo.Benchmarks.LimiterSimulation;

/// <summary>What happens next.</summary>
internal enum EventKind
{
    /// <summary>A viewer comes.</summary>
    Arrive,

    /// <summary>A viewer who waits asks for the place.</summary>
    Poll,

    /// <summary>A viewer who was told to go asks for the stream.</summary>
    Take,

    /// <summary>A viewer who waits has had enough.</summary>
    GiveUp,

    /// <summary>A playback is over.</summary>
    End,

    /// <summary>A frontend lets go of a token.</summary>
    Release,

    /// <summary>A frontend's heartbeat.</summary>
    Beat,

    /// <summary>The limiter's own timer.</summary>
    Look,
}
