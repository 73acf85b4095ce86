using OrleansVideo.Streaming;

namespace OrleansVideo.Benchmarks.LimiterSimulation;

/// <summary>One viewer, who wants to watch once.</summary>
internal sealed class SimulatedViewer
{
    /// <summary>What is asked for.</summary>
    public required PlaybackKey Playback { get; init; }

    /// <summary>From where; two viewers share an address.</summary>
    public required string Address { get; init; }

    /// <summary>By way of which frontend.</summary>
    public required SimulatedFrontend Frontend { get; init; }

    /// <summary>When the stream was first asked for.</summary>
    public required TimeSpan Asked { get; init; }

    /// <summary>The number in the line, as the simulation counts it; null for one who does not wait.</summary>
    public int? Ticket { get; set; }

    /// <summary>Where the token is in the frontend's lists.</summary>
    public int Slot { get; set; }
}
