namespace OrleansVideo.WebFrontend.Videos;

/// <summary>A video to create.</summary>
/// <param name="Title">1 to 120 characters.</param>
/// <param name="Description">Up to 5,000 characters; empty unless said.</param>
/// <param name="Visibility">One of <c>public</c>, <c>unlisted</c>, <c>private</c>; public unless said.</param>
public sealed record NewVideoJson(string? Title, string? Description, string? Visibility);
