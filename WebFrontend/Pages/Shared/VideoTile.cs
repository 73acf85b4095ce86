using OrleansVideo.Videos;

namespace OrleansVideo.WebFrontend.Pages.Shared;

/// <summary>A video as a list shows it.</summary>
/// <param name="Video">The video.</param>
/// <param name="Now">The page's now.</param>
public sealed record VideoTile(VideoDetails Video, DateTimeOffset Now);
