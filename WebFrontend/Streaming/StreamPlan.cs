using OrleansVideo.Streaming;
using OrleansVideo.WebFrontend.Streaming.Facts;

namespace OrleansVideo.WebFrontend.Streaming;

/// <summary>What a request for a video's content is going to be sent, known before it asks for a stream token.</summary>
/// <param name="Content">The file.</param>
/// <param name="Parts">The parts to send; none for all of it.</param>
/// <param name="DownloadName">The name to store it under; null to play it.</param>
/// <param name="Playback">The playback that it belongs to; null when no byte is sent (HEAD), and no token needed.</param>
/// <param name="Address">The viewer's network address.</param>
internal sealed record StreamPlan(
    VideoContent Content,
    IReadOnlyList<ByteRange> Parts,
    string? DownloadName,
    PlaybackKey? Playback,
    string Address)
{
    /// <summary>What the plan was made of, for the playback's next requests.</summary>
    public required VideoFacts Facts { get; init; }
}
