using OrleansVideo.Streaming;

namespace OrleansVideo.Grains.Streaming;

/// <summary>What the ledger goes by.</summary>
/// <param name="Capacity">Tokens in the whole cluster, to begin with.</param>
/// <param name="PerViewer">Playbacks of one viewer, waiting ones included.</param>
/// <param name="PerAddress">Playbacks from one address, waiting ones included.</param>
/// <param name="LeaseLife">How long a holder may be silent.</param>
/// <param name="Linger">How long a permit that was handed over waits for its playback.</param>
/// <param name="QueuePlaceLife">How long a place is kept unasked, and a free token offered to one viewer.</param>
internal sealed record PermitLimits(
    int Capacity, int PerViewer, int PerAddress, TimeSpan LeaseLife, TimeSpan Linger, TimeSpan QueuePlaceLife)
{
    /// <summary>The limits that the options set.</summary>
    public static PermitLimits From(StreamingOptions options) => new(
        options.MaxStreams, options.MaxStreamsPerViewer, options.MaxStreamsPerAddress,
        options.LeaseLife, options.Linger, options.QueuePlaceLife);
}
