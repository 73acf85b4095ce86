namespace OrleansVideo.Media.Probing;

/// <summary>What a whole, playable file says of itself.</summary>
/// <param name="MediaType">Its kind, by content.</param>
/// <param name="Duration">How long it plays; null when the file does not tell and finding out would mean reading all of it.</param>
/// <param name="Width">Width of the picture in pixels as shown, after rotation; null when the file does not tell.</param>
/// <param name="Height">Height of the picture in pixels as shown, after rotation; null when the file does not tell.</param>
/// <param name="VideoCodec">For instance h264, hevc, av1, vp9, vp8, mpeg4, theora.</param>
/// <param name="AudioCodec">For instance aac, opus, mp3, vorbis, ac-3, flac; null for a silent file.</param>
public sealed record MediaFacts(
    MediaType MediaType,
    TimeSpan? Duration,
    int? Width,
    int? Height,
    string VideoCodec,
    string? AudioCodec);
