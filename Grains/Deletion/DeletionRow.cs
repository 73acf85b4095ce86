namespace OrleansVideo.Grains.Deletion;

/// <summary>One row of the ledger as Dapper reads it. Moments are Unix milliseconds.</summary>
internal sealed class DeletionRow
{
    /// <summary>The columns of this row.</summary>
    public const string Columns =
        """
        id as Id, video_id as VideoId, generation as Generation, version as Version, state as StateNumber,
        step as StepNumber, due_at as DueAt, next_attempt_at as NextAttemptAt, attempts as Attempts,
        removal_started as RemovalStartedNumber, size as Size, bytes_freed as BytesFreed
        """;

    public required string Id { get; init; }
    public required string VideoId { get; init; }

    /// <summary>The how-manieth deletion of its video this is, from 1.</summary>
    public required long Generation { get; init; }

    /// <summary>Grows by one with each change: what commands, claims and outcomes compare.</summary>
    public required long Version { get; init; }

    public required long StateNumber { get; init; }
    public required long StepNumber { get; init; }

    /// <summary>When the purge is due.</summary>
    public required long DueAt { get; init; }

    /// <summary>When the next step is tried next.</summary>
    public required long NextAttemptAt { get; init; }

    /// <summary>Attempts of the current step, the running one included.</summary>
    public required long Attempts { get; init; }

    public required long RemovalStartedNumber { get; init; }

    /// <summary>Bytes of the video's content when its deletion was asked for: before anything was removed.</summary>
    public required long Size { get; init; }

    public required long BytesFreed { get; init; }

    public Guid Video => Guid.Parse(VideoId);
    public DeletionRowState State => (DeletionRowState)StateNumber;
    public DeletionStep Step => (DeletionStep)StepNumber;

    /// <summary>Whether this release knows what the row says; if not, a newer release's silo goes on with it.</summary>
    public bool IsKnown => Enum.IsDefined(State) && Enum.IsDefined(Step);

    /// <summary>Whether files may be gone already: from here on there is no undo.</summary>
    public bool RemovalStarted => RemovalStartedNumber != 0;

    /// <summary>The purge's moment.</summary>
    public DateTimeOffset Due => DateTimeOffset.FromUnixTimeMilliseconds(DueAt);
}
