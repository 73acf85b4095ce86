namespace OrleansVideo.WebFrontend.Streaming;

/// <summary>The watch page's beat.</summary>
/// <param name="State">One of <c>playing</c>, <c>paused</c>, <c>left</c>.</param>
/// <param name="Position">Where the playback is, in seconds.</param>
internal sealed record BeatJson(string? State, double? Position);
