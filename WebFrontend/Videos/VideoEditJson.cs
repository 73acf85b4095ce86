namespace OrleansVideo.WebFrontend.Videos;

/// <summary>A change to a video; what is absent or null stays.</summary>
/// <param name="Title">New title.</param>
/// <param name="Description">New description.</param>
/// <param name="Visibility">New visibility.</param>
/// <param name="Reason">What the owner is told when an admin sets the visibility of another's video: up to 500 characters in one line.</param>
public sealed record VideoEditJson(string? Title, string? Description, string? Visibility, string? Reason = null);
