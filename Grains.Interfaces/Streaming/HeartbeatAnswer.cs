namespace OrleansVideo.Streaming;

/// <summary>What a frontend learns about its leases. What is named nowhere goes on.</summary>
/// <param name="Outcome">What became of the message.</param>
/// <param name="Epoch">The limiter's epoch.</param>
/// <param name="LeaseLife">How long the limiter keeps what goes on; the frontend counts two thirds from its own sending.</param>
/// <param name="Lost">Leases that are not this frontend's (any more): unknown, or lapsed. They may be asked for again.</param>
/// <param name="Revoked">Leases that were taken back: their streams end, and the frontend releases them.</param>
/// <param name="Left">Leases whose viewers have left, by way of whatever frontend.</param>
[GenerateSerializer, Immutable, Alias("HeartbeatAnswer")]
public sealed record HeartbeatAnswer(
    [property: Id(0)] LimiterOutcome Outcome,
    [property: Id(1)] long Epoch,
    [property: Id(2)] TimeSpan LeaseLife,
    [property: Id(3)] IReadOnlyList<Guid> Lost,
    [property: Id(4)] IReadOnlyList<Guid> Revoked,
    [property: Id(5)] IReadOnlyList<Guid> Left)
{
    /// <summary>An answer that says nothing of any lease.</summary>
    public static HeartbeatAnswer Of(LimiterOutcome outcome, long epoch) => new(outcome, epoch, TimeSpan.Zero, [], [], []);
}
