namespace OrleansVideo.Storage;

/// <summary>Where a finding stands. The first three are open: a path has one open finding at most. The numbers are stored.</summary>
public enum FindingState
{
    /// <summary>A newer release wrote a state that this one does not know.</summary>
    Unknown = 0,

    /// <summary>It is so, and nothing was done about it.</summary>
    Found = 1,

    /// <summary>The file is in quarantine, and is removed when its time there is over.</summary>
    Quarantined = 2,

    /// <summary>An admin brought the file back: no scan moves it by itself again.</summary>
    Restored = 3,

    /// <summary>The file was removed from quarantine.</summary>
    Removed = 4,

    /// <summary>It is no longer so.</summary>
    Resolved = 5,
}
