namespace OrleansVideo.Streaming;

/// <summary>A frontend asks for a stream token on behalf of a playback.</summary>
/// <param name="Playback">The playback.</param>
/// <param name="Address">The viewer's network address, for the limit per address.</param>
/// <param name="Frontend">The asking process's id, drawn at its start.</param>
[GenerateSerializer, Immutable, Alias("AcquireStream")]
public sealed record AcquireStream(
    [property: Id(0)] PlaybackKey Playback,
    [property: Id(1)] string Address,
    [property: Id(2)] Guid Frontend);
