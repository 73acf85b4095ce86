using OrleansVideo.Catalog;

namespace OrleansVideo.Deletion;

/// <summary>Which deletions an admin wants to see.</summary>
/// <param name="State">Only those in this state; null for all.</param>
/// <param name="VideoId">Only those of this video; null for all.</param>
/// <param name="Page">Which page, the newest first.</param>
[GenerateSerializer, Immutable, Alias("DeletionQuery")]
public sealed record DeletionQuery(
    [property: Id(0)] DeletionState? State,
    [property: Id(1)] Guid? VideoId,
    [property: Id(2)] PageRequest Page);
