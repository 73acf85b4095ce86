namespace OrleansVideo.Streaming;

/// <summary>A lease as a frontend knows it, for a limiter that may not.</summary>
/// <param name="Id">The lease.</param>
/// <param name="Playback">Who watches what.</param>
/// <param name="Address">The viewer's network address.</param>
/// <param name="Age">For how long this frontend has held it.</param>
[GenerateSerializer, Immutable, Alias("ReportedLease")]
public sealed record ReportedLease(
    [property: Id(0)] Guid Id,
    [property: Id(1)] PlaybackKey Playback,
    [property: Id(2)] string Address,
    [property: Id(3)] TimeSpan Age);
