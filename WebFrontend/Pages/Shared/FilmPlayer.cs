using OrleansVideo.Videos;

namespace OrleansVideo.WebFrontend.Pages.Shared;

/// <summary>A film to be played on a page.</summary>
/// <param name="Video">The film.</param>
/// <param name="Start">Where the page's address asks it to begin, in seconds; null where it asks for nothing.</param>
public sealed record FilmPlayer(VideoDetails Video, int? Start);
