namespace OrleansVideo.Media.Probing;

/// <summary>Why a file cannot be published, as a code with what belongs to it. Words are made by whoever shows it.</summary>
/// <param name="Code">The reason.</param>
public sealed record ProbeFailure(ProbeFailureCode Code)
{
    /// <summary>Bytes that are there, of a <see cref="ProbeFailureCode.Truncated"/> file.</summary>
    public long? Present { get; private init; }

    /// <summary>Bytes that such a file must have; null when that can't be told.</summary>
    public long? Needed { get; private init; }

    /// <summary>What makes no sense in a <see cref="ProbeFailureCode.Damaged"/> file.</summary>
    public DamagedPart? Part { get; private init; }

    internal static ProbeFailure Empty { get; } = new(ProbeFailureCode.Empty);

    internal static ProbeFailure UnknownType { get; } = new(ProbeFailureCode.UnknownType);

    internal static ProbeFailure NoIndex { get; } = new(ProbeFailureCode.NoIndex);

    internal static ProbeFailure SoundOnly { get; } = new(ProbeFailureCode.SoundOnly);

    internal static ProbeFailure NoTrack { get; } = new(ProbeFailureCode.NoTrack);

    internal static ProbeFailure NoFrames { get; } = new(ProbeFailureCode.NoFrames);

    internal static ProbeFailure TooComplex { get; } = new(ProbeFailureCode.TooComplex);

    internal static ProbeFailure Overstated { get; } = new(ProbeFailureCode.Overstated);

    internal static ProbeFailure Damaged(DamagedPart part) => new(ProbeFailureCode.Damaged) { Part = part };

    internal static ProbeFailure Truncated(long present, long needed) => new(ProbeFailureCode.Truncated) { Present = present, Needed = needed };

    internal static ProbeFailure TruncatedSomewhere(long present) => new(ProbeFailureCode.Truncated) { Present = present };
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

    /// <summary>Sound, and no video track.</summary>
    SoundOnly,

    /// <summary>Neither a video track nor sound.</summary>
    NoTrack,

    /// <summary>A video track without a single frame.</summary>
    NoFrames,

    /// <summary>The structure contradicts itself.</summary>
    Damaged,

    /// <summary>Reading the structure would take more work than any honest file asks for.</summary>
    TooComplex,

    /// <summary>The structure claims more samples than the file has bytes.</summary>
    Overstated,
}

/// <summary>The part of a damaged file that makes no sense.</summary>
public enum DamagedPart
{
    /// <summary>The outermost structure of a Matroska file.</summary>
    Outermost,

    /// <summary>An element of a Matroska file.</summary>
    Element,

    /// <summary>A box of an MP4 or MOV file.</summary>
    Box,

    /// <summary>The list of tracks.</summary>
    Tracks,

    /// <summary>The video track.</summary>
    VideoTrack,

    /// <summary>The index.</summary>
    Index,
}
