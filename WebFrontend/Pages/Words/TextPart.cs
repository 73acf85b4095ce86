namespace OrleansVideo.WebFrontend.Pages.Words;

/// <summary>A piece of a user's text.</summary>
/// <param name="Text">The text as written, not encoded.</param>
/// <param name="Link">Where it leads when it is a web address; else null.</param>
/// <param name="Seconds">The time when it names one in the film; else null.</param>
public sealed record TextPart(string Text, string? Link = null, int? Seconds = null);
