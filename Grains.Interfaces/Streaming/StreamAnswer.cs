namespace OrleansVideo.Streaming;

/// <summary>The limiter's answer about a token.</summary>
/// <param name="Outcome">What became of the message.</param>
/// <param name="Epoch">The limiter's epoch. A frontend that knows a higher one does not believe the answer.</param>
/// <param name="Lease">The lease; null when there is none.</param>
/// <param name="Refusal">The rule that refuses; null unless <paramref name="Outcome"/> is <see cref="LimiterOutcome.Refused"/>.</param>
[GenerateSerializer, Immutable, Alias("StreamAnswer")]
public sealed record StreamAnswer(
    [property: Id(0)] LimiterOutcome Outcome,
    [property: Id(1)] long Epoch,
    [property: Id(2)] StreamLease? Lease = null,
    [property: Id(3)] Refusal? Refusal = null);
