namespace OrleansVideo.Deletion;

/// <summary>Where a deletion stands, as admins see it. The numbers travel.</summary>
[GenerateSerializer, Alias("DeletionState")]
public enum DeletionState
{
    /// <summary>A newer release put it into a state that this one does not know.</summary>
    Unknown = -1,

    /// <summary>Its next step waits for its time: in the trash, or between two attempts.</summary>
    Waiting = 0,

    /// <summary>A silo is at work on its next step.</summary>
    Running = 1,

    /// <summary>The files are gone.</summary>
    Done = 2,

    /// <summary>Given up after the last attempt; waits for an admin, or for somebody who asks for it again.</summary>
    DeadLetter = 3,

    /// <summary>An admin keeps it from being purged; undoing it is still possible.</summary>
    Held = 4,

    /// <summary>Undone.</summary>
    Cancelled = 5,
}
