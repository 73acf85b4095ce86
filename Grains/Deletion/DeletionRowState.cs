namespace OrleansVideo.Grains.Deletion;

/// <summary>Where a ledger row stands. The numbers are stored.</summary>
internal enum DeletionRowState
{
    /// <summary>Its next step is waiting or running.</summary>
    Open = 0,

    /// <summary>The files are gone.</summary>
    Done = 1,

    /// <summary>Given up after the last attempt, until somebody replays it.</summary>
    DeadLetter = 2,

    /// <summary>An admin keeps its purge from happening.</summary>
    Held = 3,

    /// <summary>Undone.</summary>
    Cancelled = 4,
}
