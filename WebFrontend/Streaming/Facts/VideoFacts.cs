using OrleansVideo.Videos;

namespace OrleansVideo.WebFrontend.Streaming.Facts;

/// <summary>
/// What was read of a video, whoever asked: of the video alone, and nothing of any caller. Whether a caller may see it is
/// decided again on each request.
/// </summary>
/// <param name="video">What its grain said.</param>
/// <param name="content">The open file; null when the video is not ready, or its file is missing.</param>
/// <param name="asked">When the grain was asked, by the store's clock.</param>
internal sealed class VideoFacts(VideoDetails video, VideoContent? content, TimeSpan asked)
{
    private long _confirmedAt = asked.Ticks;

    /// <summary>What its grain said.</summary>
    public VideoDetails Video => video;

    /// <summary>The open file; null when the video is not ready, or its file is missing.</summary>
    public VideoContent? Content => content;

    /// <summary>When the grain was asked: what changed before is in it.</summary>
    public TimeSpan Asked => asked;

    /// <summary>As of when they are right: when they were read, or when the catalog last said that nothing has changed.</summary>
    public TimeSpan ConfirmedAt => new(Interlocked.Read(ref _confirmedAt));

    /// <summary>The catalog has not named them.</summary>
    public void Confirm(TimeSpan asOf)
    {
        if (asOf.Ticks > Interlocked.Read(ref _confirmedAt)) Interlocked.Exchange(ref _confirmedAt, asOf.Ticks);
    }
}
