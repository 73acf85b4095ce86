namespace OrleansVideo.Deletion;

/// <summary>What has become of one shard's reminder, which should tick once a minute. Kept in the database.</summary>
/// <param name="Shard">The shard's key.</param>
/// <param name="LastTick">When it last ticked; null before the first tick.</param>
/// <param name="Seen">Ticks that came.</param>
/// <param name="Missed">Ticks that should have come in between and did not: no silo was there, or it was too busy.</param>
[GenerateSerializer, Immutable, Alias("DeletionTicks")]
public sealed record DeletionTicks(
    [property: Id(0)] string Shard,
    [property: Id(1)] DateTimeOffset? LastTick,
    [property: Id(2)] long Seen,
    [property: Id(3)] long Missed);
