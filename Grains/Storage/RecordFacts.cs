using OrleansVideo.Videos;

namespace OrleansVideo.Grains.Storage;

/// <summary>What a record says of one video's files, be it the read model or the video's grain.</summary>
/// <param name="Status">Where the video is in its life.</param>
/// <param name="Size">Bytes that its file must have; null before there is any content.</param>
/// <param name="HasPoster">Whether it has a poster.</param>
internal readonly record struct RecordFacts(VideoStatus Status, long? Size, bool HasPoster)
{
    /// <summary>Whether its file has to be there.</summary>
    public bool NeedsFile =>
        Size is not null && Status is VideoStatus.Processing or VideoStatus.Ready or VideoStatus.Failed or VideoStatus.Trashed;

    /// <summary>What a grain says; null when there is no such video.</summary>
    public static RecordFacts? Of(VideoDetails? video) =>
        video is null ? null : new RecordFacts(video.Status, video.Size, video.HasPoster);
}
