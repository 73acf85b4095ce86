namespace OrleansVideo.Media.Probing;

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
