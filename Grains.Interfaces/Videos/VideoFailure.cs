using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace OrleansVideo.Videos;

/// <summary>Why a video can't be played: a code, and the numbers that belong to it. Pages put it into words, in the reader's language.</summary>
[GenerateSerializer, Immutable, Alias("VideoFailure")]
public sealed record VideoFailure
{
    /// <summary>The reason. It is stored as a number, so that a release that does not know it keeps it.</summary>
    [Id(0), JsonConverter(typeof(JsonNumberEnumConverter<VideoFailureCode>))]
    public VideoFailureCode Code { get; init; }

    /// <summary>Bytes that are there; null unless the code tells of them.</summary>
    [Id(1), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Present { get; init; }

    /// <summary>Bytes that there should be; null unless the code tells of them.</summary>
    [Id(2), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Needed { get; init; }

    /// <summary>Members that a newer release stored with it: kept in the state, not sent.</summary>
    [JsonExtensionData]
    [field: NonSerialized]
    public Dictionary<string, JsonElement>? More { get; set; }
}

/// <summary>Why a video can't be played. The numbers are stored.</summary>
public enum VideoFailureCode
{
    /// <summary>None that this release knows.</summary>
    Unknown = 0,

    /// <summary>The file holds nothing.</summary>
    FileEmpty = 1,

    /// <summary>The content is none of the known kinds of video file.</summary>
    NotAVideo = 2,

    /// <summary>An MP4 or MOV file without the index that players need.</summary>
    NoIndex = 3,

    /// <summary>Sound, and no video track.</summary>
    SoundOnly = 4,

    /// <summary>Neither a video track nor sound.</summary>
    NoVideoTrack = 5,

    /// <summary>A video track without a single frame.</summary>
    NoFrames = 6,

    /// <summary>The structure takes more work to read than any honest file asks for.</summary>
    TooComplex = 7,

    /// <summary>The structure claims more samples than the file has bytes.</summary>
    Overstated = 8,

    /// <summary>The file has <see cref="VideoFailure.Present"/> of <see cref="VideoFailure.Needed"/> bytes.</summary>
    Truncated = 9,

    /// <summary>The file ends in the middle of its content, after <see cref="VideoFailure.Present"/> bytes.</summary>
    CutOff = 10,

    /// <summary>The outermost structure makes no sense.</summary>
    DamagedOutside = 11,

    /// <summary>An element of the structure makes no sense.</summary>
    DamagedElement = 12,

    /// <summary>A box of the structure makes no sense.</summary>
    DamagedBox = 13,

    /// <summary>The list of tracks makes no sense.</summary>
    DamagedTracks = 14,

    /// <summary>The video track makes no sense.</summary>
    DamagedVideoTrack = 15,

    /// <summary>The index makes no sense.</summary>
    DamagedIndex = 16,

    /// <summary>The file was stored, and is no longer on the disk.</summary>
    FileMissing = 17,

    /// <summary>The upload was lost before it was stored.</summary>
    UploadLost = 18,
}

/// <summary>
/// The English sentence of each failure: what releases show that know no code, and the key under which pages find it in other languages.
/// </summary>
public static class VideoFailureText
{
    /// <summary>The sentence, with <c>{0}</c> for the bytes that are there and <c>{1}</c> for those that there should be; null for a code unknown here.</summary>
    public static string? Sentence(this VideoFailureCode code) => code switch
    {
        VideoFailureCode.FileEmpty => "The file is empty.",
        VideoFailureCode.NotAVideo => "The file is not an MP4, MOV, WebM, MKV or OGG video, whatever its name says.",
        VideoFailureCode.NoIndex =>
            "The file has no index (moov), so no player can open it. The recording or the upload was probably cut off before its end.",
        VideoFailureCode.SoundOnly => "The file has sound but no video track.",
        VideoFailureCode.NoVideoTrack => "The file has no video track.",
        VideoFailureCode.NoFrames => "The file announces a video but holds not a single frame of it.",
        VideoFailureCode.TooComplex => "The file's structure is too intricate to read. Converting it to MP4 anew should help.",
        VideoFailureCode.Overstated =>
            "The file claims to hold more pictures and sounds than it has bytes, so what it says of itself can't be true. Converting it to MP4 anew may help.",
        VideoFailureCode.Truncated => "The file ends before its video data does: {0} of {1} bytes are there.",
        VideoFailureCode.CutOff => "The file ends in the middle of its video data, after {0} bytes.",
        VideoFailureCode.DamagedOutside => "The file is damaged: its outermost structure makes no sense.",
        VideoFailureCode.DamagedElement => "The file is damaged: an element of its structure makes no sense.",
        VideoFailureCode.DamagedBox => "The file is damaged: a box of its structure makes no sense.",
        VideoFailureCode.DamagedTracks => "The file is damaged: the list of its tracks makes no sense.",
        VideoFailureCode.DamagedVideoTrack => "The file is damaged: its video track makes no sense.",
        VideoFailureCode.DamagedIndex => "The file is damaged: its index makes no sense.",
        VideoFailureCode.FileMissing => "The file arrived and was stored, and is missing from the site's disk since.",
        VideoFailureCode.UploadLost => "The uploaded file was lost before it was stored. Upload it again.",
        _ => null,
    };

    /// <summary>The sentence in English, numbers and all; empty for a code unknown here.</summary>
    public static string InEnglish(this VideoFailure failure) => string.Format(
        CultureInfo.InvariantCulture, failure.Code.Sentence() ?? "", failure.Arguments(CultureInfo.InvariantCulture));

    /// <summary>What the sentence has places for.</summary>
    public static string[] Arguments(this VideoFailure failure, CultureInfo culture) =>
        [failure.Present?.ToString("N0", culture) ?? "", failure.Needed?.ToString("N0", culture) ?? ""];
}
