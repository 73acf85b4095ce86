using System.Globalization;

namespace OrleansVideo.Storage;

/// <summary>Why a finding is one, or how it ended: a code, and what belongs to it. Pages put it into words, in the reader's language.</summary>
/// <param name="Code">The reason.</param>
[GenerateSerializer, Immutable, Alias("FindingReason")]
public sealed record FindingReason([property: Id(0)] FindingReasonCode Code)
{
    /// <summary>What the code says of them, in its order; numbers as digits alone.</summary>
    [Id(1)] public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>A reason that needs no arguments.</summary>
    public static implicit operator FindingReason(FindingReasonCode code) => new(code);

    /// <summary>A reason that needs no arguments.</summary>
    public static FindingReason FromFindingReasonCode(FindingReasonCode code) => code;
}

/// <summary>Why a finding is one, or how it ended. The numbers are stored.</summary>
public enum FindingReasonCode
{
    /// <summary>None that this release knows.</summary>
    Unknown = 0,

    /// <summary>A file whose name in this place is none that the site gives.</summary>
    UnknownName = 1,

    /// <summary>No video has the id in the file's name.</summary>
    NoVideo = 2,

    /// <summary>The video was deleted for good.</summary>
    VideoDeleted = 3,

    /// <summary>The video knows of no poster.</summary>
    PosterNotWanted = 4,

    /// <summary>A poster that was begun and not finished.</summary>
    MakingCutOff = 5,

    /// <summary>A part of an upload that is over.</summary>
    UploadOver = 6,

    /// <summary>Arguments: bytes that were stored, and bytes in the file.</summary>
    WrongSize = 7,

    /// <summary>The video's poster is not there.</summary>
    PosterMissing = 8,

    /// <summary>The file of a video in the trash is not there.</summary>
    TrashedFileMissing = 9,

    /// <summary>The file of a video that is being processed is not there.</summary>
    ProcessingFileMissing = 10,

    /// <summary>The file of a video that is ready, or has failed, is not there.</summary>
    ReadyFileMissing = 11,

    /// <summary>Arguments: the SHA-256 of the file, and that of what was stored.</summary>
    HashDiffers = 12,

    /// <summary>Argument: what the operating system says.</summary>
    Unreadable = 13,

    /// <summary>Argument: what the operating system says.</summary>
    NotOpened = 14,

    /// <summary>It ended: a video or an upload asks for the file.</summary>
    FileWanted = 15,

    /// <summary>It ended: the file went back from quarantine, as a video or an upload asked for it.</summary>
    FileReturned = 16,

    /// <summary>It ended: the file is gone from its place.</summary>
    FileGone = 17,

    /// <summary>It ended: the file is gone from quarantine.</summary>
    LeftQuarantine = 18,

    /// <summary>It ended: the file never came to quarantine, or was taken out.</summary>
    NotInQuarantine = 19,
}

/// <summary>
/// The English sentence of each reason: what releases show that know no code, and the key under which pages find it in other languages.
/// </summary>
public static class FindingReasonText
{
    /// <summary>The sentence, with places for the arguments; null for a code unknown here.</summary>
    public static string? Sentence(this FindingReasonCode code) => code switch
    {
        FindingReasonCode.UnknownName => "This site gives no file such a name in this place.",
        FindingReasonCode.NoVideo => "There is no video with this id.",
        FindingReasonCode.VideoDeleted => "The video was deleted for good; its file came too late, or stayed behind.",
        FindingReasonCode.PosterNotWanted => "The video has no poster; this one was made beside it.",
        FindingReasonCode.MakingCutOff => "It was cut off while it was made, and nobody goes on with it.",
        FindingReasonCode.UploadOver => "No upload goes on with it: it was given up, replaced, or its video is complete.",
        FindingReasonCode.WrongSize => "The video was stored with {0} bytes; its file has {1}.",
        FindingReasonCode.PosterMissing => "The video has a poster, but its file is not there.",
        FindingReasonCode.TrashedFileMissing => "The video is in the trash, but its file is not there.",
        FindingReasonCode.ProcessingFileMissing => "The video is being processed, but its file is not there.",
        FindingReasonCode.ReadyFileMissing => "The video is ready, but its file is not there.",
        FindingReasonCode.HashDiffers => "Its SHA-256 is {0}; what was stored has {1}.",
        FindingReasonCode.Unreadable => "The disk can't read it: {0}",
        FindingReasonCode.NotOpened => "It can't be opened: {0}",
        FindingReasonCode.FileWanted => "A video or an upload asks for the file.",
        FindingReasonCode.FileReturned => "A video or an upload asked for the file again, so it went back to its place.",
        FindingReasonCode.FileGone => "The file is no longer there.",
        FindingReasonCode.LeftQuarantine => "The file is no longer in quarantine.",
        FindingReasonCode.NotInQuarantine => "The file is not in quarantine.",
        _ => null,
    };

    /// <summary>The sentence in English; empty for a code unknown here.</summary>
    public static string InEnglish(this FindingReason reason) => string.Format(
        CultureInfo.InvariantCulture, reason.Code.Sentence() ?? "", reason.ShownArguments(CultureInfo.InvariantCulture));

    /// <summary>The arguments as the sentence shows them: sizes with their thousands apart.</summary>
    public static string[] ShownArguments(this FindingReason reason, CultureInfo culture) => reason.Code == FindingReasonCode.WrongSize
        ? [.. reason.Arguments.Select(bytes => long.Parse(bytes, CultureInfo.InvariantCulture).ToString("N0", culture))]
        : [.. reason.Arguments];
}
