namespace OrleansVideo.WebFrontend.Streaming;

/// <summary>The part of a content that a request gets.</summary>
/// <param name="From">The first byte, from 0.</param>
/// <param name="Length">How many bytes.</param>
internal readonly record struct ByteRange(long From, long Length);
