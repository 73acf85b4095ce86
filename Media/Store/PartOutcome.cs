namespace OrleansVideo.Media.Store;

/// <summary>Why a part file was or was not opened.</summary>
public enum PartOutcome
{
    /// <summary>Open for writing at the offset that was asked for.</summary>
    Opened,

    /// <summary>There is no part file to go on with.</summary>
    Missing,

    /// <summary>The part file holds fewer bytes than the offset: what was acknowledged is not all there.</summary>
    TooShort,

    /// <summary>Another writer of the same lease holds the file open, in this process or another.</summary>
    InUse,
}
