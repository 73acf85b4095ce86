using OrleansVideo.Streaming;

namespace OrleansVideo.Grains.Streaming;

/// <summary>How many tokens there are, in all and for one.</summary>
/// <param name="Capacity">Tokens in the whole cluster.</param>
/// <param name="PerViewer">Playbacks of one viewer.</param>
/// <param name="PerAddress">Playbacks from one address.</param>
/// <param name="LeaseLife">How long a holder may be silent.</param>
/// <param name="Linger">How long a permit that was handed over waits for its playback.</param>
internal sealed record PermitLimits(int Capacity, int PerViewer, int PerAddress, TimeSpan LeaseLife, TimeSpan Linger)
{
    /// <summary>The limits that the options set.</summary>
    public static PermitLimits From(StreamingOptions options) =>
        new(options.MaxStreams, options.MaxStreamsPerViewer, options.MaxStreamsPerAddress, options.LeaseLife, options.Linger);
}
