using OrleansVideo.Videos;

namespace OrleansVideo.Deletion;

/// <summary>The answer to a deletion that is in the ledger.</summary>
/// <param name="Status">The video's state now.</param>
/// <param name="DeleteAfter">When its files go; null once they are gone.</param>
[GenerateSerializer, Immutable, Alias("DeletionReceipt")]
public sealed record DeletionReceipt([property: Id(0)] VideoStatus Status, [property: Id(1)] DateTimeOffset? DeleteAfter);
