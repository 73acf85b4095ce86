using System.Globalization;

namespace OrleansVideo.Media.Probing;

/// <summary>Why a file cannot be published.</summary>
/// <param name="Code">The reason, for programs.</param>
/// <param name="Message">The reason in a sentence or two for the person who uploaded it.</param>
public sealed record ProbeFailure(ProbeFailureCode Code, string Message)
{
    internal static ProbeFailure Empty { get; } = new(ProbeFailureCode.Empty, "The file is empty.");

    internal static ProbeFailure UnknownType { get; } =
        new(ProbeFailureCode.UnknownType, "The file is not an MP4, MOV, WebM, MKV or OGG video, whatever its name says.");

    internal static ProbeFailure NoIndex { get; } = new(
        ProbeFailureCode.NoIndex,
        "The file has no index (moov), so no player can open it. The recording or the upload was probably cut off before its end.");

    internal static ProbeFailure SoundOnly { get; } = new(ProbeFailureCode.NoVideo, "The file has sound but no video track.");

    internal static ProbeFailure NoTrack { get; } = new(ProbeFailureCode.NoVideo, "The file has no video track.");

    internal static ProbeFailure NoFrames { get; } =
        new(ProbeFailureCode.NoVideo, "The file announces a video but holds not a single frame of it.");

    internal static ProbeFailure TooComplex { get; } =
        new(ProbeFailureCode.TooComplex, "The file's structure is too intricate to read. Converting it to MP4 anew should help.");

    internal static ProbeFailure Overstated { get; } = new(
        ProbeFailureCode.Overstated,
        "The file claims to hold more pictures and sounds than it has bytes, so what it says of itself can't be true. Converting it to MP4 anew may help.");

    internal static ProbeFailure Damaged(string where) =>
        new(ProbeFailureCode.Damaged, $"The file is damaged: {where} makes no sense.");

    internal static ProbeFailure Truncated(long present, long needed) => new(
        ProbeFailureCode.Truncated,
        string.Create(
            CultureInfo.InvariantCulture,
            $"The file ends before its video data does: {present:N0} of {needed:N0} bytes are there."));

    internal static ProbeFailure TruncatedSomewhere(long present) => new(
        ProbeFailureCode.Truncated,
        string.Create(CultureInfo.InvariantCulture, $"The file ends in the middle of its video data, after {present:N0} bytes."));
}

/// <summary>Why a file cannot be published.</summary>
public enum ProbeFailureCode
{
    /// <summary>The file holds nothing at all.</summary>
    Empty,

    /// <summary>The content is none of the known kinds of video file.</summary>
    UnknownType,

    /// <summary>The file ends before its content does.</summary>
    Truncated,

    /// <summary>An MP4 or MOV file without the index that players need.</summary>
    NoIndex,

    /// <summary>No video track, or one without a single frame.</summary>
    NoVideo,

    /// <summary>The structure contradicts itself.</summary>
    Damaged,

    /// <summary>Reading the structure would take more work than any honest file asks for.</summary>
    TooComplex,

    /// <summary>The structure claims more samples than the file has bytes.</summary>
    Overstated,
}
