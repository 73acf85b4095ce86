namespace OrleansVideo.Deletion;

/// <summary>Where a deletion stands, as admins see it.</summary>
[GenerateSerializer, Alias("DeletionState")]
public enum DeletionState
{
    /// <summary>Its next step waits for its time: in the trash, or between two attempts.</summary>
    Waiting,

    /// <summary>A silo is at work on its next step.</summary>
    Running,

    /// <summary>The files are gone.</summary>
    Done,

    /// <summary>Given up after the last attempt; waits for an admin, or for somebody who asks for it anew.</summary>
    DeadLetter,

    /// <summary>An admin keeps it from being purged; undoing it is still possible.</summary>
    Held,

    /// <summary>Undone.</summary>
    Cancelled,
}
