namespace OrleansVideo.Videos;

/// <summary>A change to a video's texts and visibility; what is null stays.</summary>
/// <param name="Title">New title, or null.</param>
/// <param name="Description">New description, or null.</param>
/// <param name="Visibility">New visibility, or null.</param>
[GenerateSerializer, Immutable, Alias("VideoEdit")]
public sealed record VideoEdit(
    [property: Id(0)] string? Title,
    [property: Id(1)] string? Description,
    [property: Id(2)] Visibility? Visibility)
{
    /// <summary>Why, when an admin sets another's visibility; null when nothing is said. See <see cref="RemovalReason"/>.</summary>
    [Id(3)] public string? Reason { get; init; }
}
