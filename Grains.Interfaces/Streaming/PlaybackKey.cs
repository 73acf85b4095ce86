namespace OrleansVideo.Streaming;

/// <summary>One playback: what holds one stream token, however many requests it makes.</summary>
/// <param name="Viewer">Who watches, as a hash: cookie and account, or address and user agent of a client without cookies.</param>
/// <param name="VideoId">What is watched.</param>
[GenerateSerializer, Immutable, Alias("PlaybackKey")]
public sealed record PlaybackKey([property: Id(0)] string Viewer, [property: Id(1)] Guid VideoId);
