using System.Globalization;
using OrleansVideo.Media.Inventory;
using OrleansVideo.Storage;
using OrleansVideo.Videos;

namespace OrleansVideo.Grains.Storage;

/// <summary>
/// What is wrong between one file and what the records say, as a plain function. A video that is being deleted is left to
/// its deletion, a draft to its upload. Whether a file is old enough to be touched is asked elsewhere.
/// </summary>
internal static class FileRules
{
    /// <summary>Whether anybody asks for the file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="video">The video of its name; null when there is none.</param>
    /// <param name="isUploading">Whether an upload of that video is alive: a writer, a complete file, or time left to go on.</param>
    /// <returns>Null when somebody does, or may.</returns>
    public static Verdict? JudgeFile(MediaFile file, RecordFacts? video, bool isUploading) => file.Kind switch
    {
        MediaFileKind.Unknown => Nobodys(file, FindingKind.OrphanFile, FindingReasonCode.UnknownName),
        _ when isUploading || video is { Status: VideoStatus.Purging } => null,
        _ when video is { } newer && !VideoAccess.IsKnown(newer.Status) => null, // What that state needs, only a newer release knows.
        MediaFileKind.Video or MediaFileKind.Poster when video is null =>
            Nobodys(file, FindingKind.OrphanFile, FindingReasonCode.NoVideo),
        MediaFileKind.Video or MediaFileKind.Poster when video is { Status: VideoStatus.Purged } =>
            Nobodys(file, FindingKind.OrphanFile, FindingReasonCode.VideoDeleted),
        MediaFileKind.Poster when video is { NeedsFile: true, HasPoster: false, Status: not VideoStatus.Processing } =>
            Nobodys(file, FindingKind.OrphanFile, FindingReasonCode.PosterNotWanted),
        MediaFileKind.Video or MediaFileKind.Poster => null,
        MediaFileKind.Leftover when video is { Status: VideoStatus.Processing } => null,
        MediaFileKind.Leftover => Nobodys(file, FindingKind.StalePart, FindingReasonCode.MakingCutOff),
        _ => Nobodys(file, FindingKind.StalePart, FindingReasonCode.UploadOver),
    };

    /// <summary>Whether a video's file is what it has to be.</summary>
    /// <param name="id">The video.</param>
    /// <param name="video">What the record says.</param>
    /// <param name="file">The file; null when there is none.</param>
    /// <returns>Null when it is, or when none has to be there.</returns>
    public static Verdict? JudgeContent(Guid id, RecordFacts? video, MediaFile? file)
    {
        if (video is not { NeedsFile: true } record) return null;
        var path = MediaInventory.VideoPath(id);
        if (file is null)
            return new(path, id, FindingKind.MissingFile, Missing(record.Status), record.Size!.Value);
        return file.Length == record.Size ? null : new(
            path, id, FindingKind.WrongSize, WrongSize(record.Size!.Value, file.Length), file.Length);
    }

    /// <summary>Whether a video's poster is there when it has to be.</summary>
    public static Verdict? JudgePoster(Guid id, RecordFacts? video, MediaFile? poster) =>
        video is { NeedsFile: true, HasPoster: true } && poster is null
            ? new(MediaInventory.PosterPath(id), id, FindingKind.MissingFile, FindingReasonCode.PosterMissing, 0)
            : null;

    private static Verdict Nobodys(MediaFile file, FindingKind kind, FindingReasonCode reason) => new(file.Path, file.VideoId, kind, reason, file.Length);

    private static FindingReasonCode Missing(VideoStatus status) => status switch
    {
        VideoStatus.Trashed => FindingReasonCode.TrashedFileMissing,
        VideoStatus.Processing => FindingReasonCode.ProcessingFileMissing,
        _ => FindingReasonCode.ReadyFileMissing,
    };

    private static FindingReason WrongSize(long stored, long present) => new(FindingReasonCode.WrongSize)
    {
        Arguments = [stored.ToString(CultureInfo.InvariantCulture), present.ToString(CultureInfo.InvariantCulture)],
    };
}

/// <summary>What is wrong about a file or a record, before it is written down.</summary>
/// <param name="Path">The file, as in <see cref="MediaFile.Path"/>.</param>
/// <param name="VideoId">The video it speaks of; null when it speaks of none.</param>
/// <param name="Kind">What is wrong.</param>
/// <param name="Reason">Why.</param>
/// <param name="Size">Bytes in the file, or that it should have.</param>
internal sealed record Verdict(string Path, Guid? VideoId, FindingKind Kind, FindingReason Reason, long Size);

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
