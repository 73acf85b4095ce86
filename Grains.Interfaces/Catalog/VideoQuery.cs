namespace OrleansVideo.Catalog;

/// <summary>Which public, ready videos are wanted.</summary>
/// <param name="Text">Words to search for; null or blank lists the newest first, else the best match comes first.</param>
/// <param name="Owner">Only this user's; null for everybody's.</param>
[GenerateSerializer, Immutable, Alias("VideoQuery")]
public sealed record VideoQuery(
    [property: Id(0)] string? Text = null,
    [property: Id(1)] string? Owner = null);
