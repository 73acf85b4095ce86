using OrleansVideo.Videos;

namespace OrleansVideo.WebFrontend.Pages.Shared;

/// <summary>What somebody wrote about a film: addresses, and times in it, become links.</summary>
/// <param name="Text">The text as written.</param>
/// <param name="Video">The film.</param>
public sealed record FilmText(string Text, VideoDetails Video);
