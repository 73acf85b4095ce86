namespace OrleansVideo.Catalog;

/// <summary>A video that changes, or changed lately: what anybody knows of it from an earlier revision is old, or about to be.</summary>
/// <param name="VideoId">Which.</param>
/// <param name="Revision">The revision announced, or written.</param>
[GenerateSerializer, Immutable, Alias("VideoChange")]
public readonly record struct VideoChange([property: Id(0)] Guid VideoId, [property: Id(1)] long Revision);
