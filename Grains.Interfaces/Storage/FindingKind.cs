namespace OrleansVideo.Storage;

/// <summary>What is wrong between the media directory and the records. The numbers are stored; the names are those of the HTTP face.</summary>
public enum FindingKind
{
    /// <summary>A newer release wrote a kind that this one does not know.</summary>
    Unknown = 0,

    /// <summary>A file that no record asks for.</summary>
    OrphanFile = 1,

    /// <summary>A record whose file is not there.</summary>
    MissingFile = 2,

    /// <summary>An unfinished file of an upload that is over.</summary>
    StalePart = 3,

    /// <summary>A video's file is longer or shorter than what was stored.</summary>
    WrongSize = 4,

    /// <summary>A video's file has other bytes than what was stored, or can't be read.</summary>
    Corrupt = 5,
}
