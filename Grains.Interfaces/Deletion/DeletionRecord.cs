using OrleansVideo.Videos;

namespace OrleansVideo.Deletion;

/// <summary>One deletion as the ledger tells it to admins.</summary>
[GenerateSerializer, Immutable, Alias("DeletionRecord")]
public sealed record DeletionRecord
{
    /// <summary>The video.</summary>
    [Id(0)] public required Guid VideoId { get; init; }

    /// <summary>The how-manieth deletion of this video it is, from 1.</summary>
    [Id(1)] public required long Generation { get; init; }

    /// <summary>User name of the video's owner when the deletion was asked for.</summary>
    [Id(2)] public required string Owner { get; init; }

    /// <summary>Where it stands.</summary>
    [Id(3)] public required DeletionState State { get; init; }

    /// <summary>Who asked for it: a user name, or <c>expiry</c> for an upload that was given up.</summary>
    [Id(4)] public required string RequestedBy { get; init; }

    /// <summary>When.</summary>
    [Id(5)] public required DateTimeOffset RequestedAt { get; init; }

    /// <summary>When its files go, or were to go.</summary>
    [Id(6)] public required DateTimeOffset DueAt { get; init; }

    /// <summary>Attempts of its present step, the running one included.</summary>
    [Id(7)] public required long Attempts { get; init; }

    /// <summary>When the step is tried next; null when it is closed, given up, or held.</summary>
    [Id(8)] public DateTimeOffset? NextAttemptAt { get; init; }

    /// <summary>Why the last attempt failed, in words; null when none has.</summary>
    [Id(9)] public string? LastError { get; init; }

    /// <summary>The silo that made the last attempt; null before the first.</summary>
    [Id(10)] public string? Silo { get; init; }

    /// <summary>Whether files may be gone already: from then on it can't be undone.</summary>
    [Id(11)] public bool RemovalStarted { get; init; }

    /// <summary>Bytes freed so far.</summary>
    [Id(12)] public long BytesFreed { get; init; }

    /// <summary>When the removal of files began; null before.</summary>
    [Id(13)] public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it was done, or undone; null before.</summary>
    [Id(14)] public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Whose act it is: the owner's, or an admin's, which its owner can't undo. <see cref="HiddenBy.Unknown"/> from a silo that did not say.</summary>
    [Id(15)] public HiddenBy RemovedBy { get; init; }

    /// <summary>What an admin has told the owner of it; null for nothing.</summary>
    [Id(16)] public string? Reason { get; init; }

    /// <summary>What an admin who holds it has told the owner; null for nothing.</summary>
    [Id(17)] public string? HoldReason { get; init; }

    /// <summary>User name of the admin whose act it is; null when it is the owner's.</summary>
    [Id(18)] public string? RemovedByName { get; init; }
}

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
