namespace OrleansVideo.Videos;

/// <summary>What a caller says of a video when creating it.</summary>
/// <param name="Title">Title, trimmed by the grain.</param>
/// <param name="Description">Description, may be empty.</param>
/// <param name="Visibility">Who may see it.</param>
[GenerateSerializer, Immutable, Alias("NewVideo")]
public sealed record NewVideo(
    [property: Id(0)] string Title,
    [property: Id(1)] string Description,
    [property: Id(2)] Visibility Visibility);
