namespace OrleansVideo.Grains.Deletion;

/// <summary>What a ledger row's next step does. The numbers are stored.</summary>
internal enum DeletionStep
{
    /// <summary>Take the video out of sight.</summary>
    Hide = 1,

    /// <summary>Remove its files, comments and state, for good.</summary>
    Purge = 2,

    /// <summary>Bring it back: the deletion was undone.</summary>
    Unhide = 3,
}
