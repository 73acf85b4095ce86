namespace OrleansVideo.Streaming;

/// <summary>A frontend asks about the token of a playback.</summary>
/// <param name="Mark">Who asks, and the message's number.</param>
/// <param name="Playback">The playback.</param>
/// <param name="Address">The viewer's network address, for the limit per address.</param>
/// <param name="KnowsEvicted">Whether the frontend has words for <see cref="RefusalCode.Evicted"/>; else a full house is said instead.</param>
[GenerateSerializer, Immutable, Alias("StreamRequest")]
public sealed record StreamRequest(
    [property: Id(0)] FrontendMark Mark,
    [property: Id(1)] PlaybackKey Playback,
    [property: Id(2)] string Address,
    [property: Id(3)] bool KnowsEvicted = false);
