using OrleansVideo.Videos;

namespace OrleansVideo.Grains.Deletion;

/// <summary>One row of the ledger as Dapper reads it. Moments are Unix milliseconds.</summary>
internal sealed class DeletionRow
{
    /// <summary>The columns of this row.</summary>
    public const string Columns =
        """
        id as Id, video_id as VideoId, generation as Generation, version as Version, state as StateNumber,
        step as StepNumber, due_at as DueAt, next_attempt_at as NextAttemptAt, attempts as Attempts,
        removal_started as RemovalStartedNumber, size as Size, bytes_freed as BytesFreed, owner_name as Owner,
        requested_by as RequestedBy, requested_at as RequestedAt, removed_by as RemovedByNumber, removed_reason as RemovedReason,
        removed_at as RemovedAt, held_reason as HeldReason, held_at as HeldAt, untold as Untold
        """;

    /// <summary>States, as SQL has them, of a deletion that is not over: at most one row of a video is in one of them.</summary>
    public static readonly string UnfinishedStates =
        ListOf(DeletionRowState.Open, DeletionRowState.DeadLetter, DeletionRowState.Held);

    /// <summary>All states that this release knows, as SQL has them.</summary>
    public static readonly string KnownStates = ListOf(Enum.GetValues<DeletionRowState>());

    /// <summary>All steps that this release knows, as SQL has them.</summary>
    public static readonly string KnownSteps = ListOf(Enum.GetValues<DeletionStep>());

    /// <summary>Steps, as SQL has them, of a deletion that goes ahead and is not being undone.</summary>
    public static readonly string ForwardSteps = ListOf(DeletionStep.Hide, DeletionStep.Purge);

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

    public required string Owner { get; init; }
    public required string RequestedBy { get; init; }
    public required long RequestedAt { get; init; }
    public required long RemovedByNumber { get; init; }
    public string? RemovedReason { get; init; }
    public long? RemovedAt { get; init; }
    public string? HeldReason { get; init; }
    public long? HeldAt { get; init; }

    /// <summary>The version of whose deletion it is, and who holds it, that its video is yet to be told; null when it knows.</summary>
    public long? Untold { get; init; }

    public Guid Video => Guid.Parse(VideoId);
    public DeletionRowState State => (DeletionRowState)StateNumber;
    public DeletionStep Step => (DeletionStep)StepNumber;

    /// <summary>Whether this release knows what the row says; if not, a newer release's silo goes on with it.</summary>
    public bool IsKnown => Enum.IsDefined(State) && Enum.IsDefined(Step);

    /// <summary>Whether files may be gone already: from here on there is no undo.</summary>
    public bool RemovalStarted => RemovalStartedNumber != 0;

    /// <summary>
    /// Whose deletion it is. On a row of a release that did not say, an admin's when somebody else than the owner has asked for it: only owners
    /// and admins may. So too in <see cref="IsAdminsSql"/>.
    /// </summary>
    public HiddenBy RemovedBy => Authority(RemovedByNumber, RequestedBy, Owner);

    /// <summary><see cref="RemovedBy"/> by its columns.</summary>
    public static HiddenBy Authority(long removedBy, string requestedBy, string owner) => removedBy switch
    {
        (long)HiddenBy.Unknown => requestedBy == owner || requestedBy == Expiry ? HiddenBy.Owner : HiddenBy.Admin,
        (long)HiddenBy.Owner => HiddenBy.Owner,
        _ => HiddenBy.Admin, // Also whoever a newer release knows: the owner does not undo it here.
    };

    /// <summary>Whether the deletion is an admin's.</summary>
    public static readonly string IsAdminsSql =
        $"""
        (removed_by not in ({HiddenBy.Unknown:D}, {HiddenBy.Owner:D})
            or (removed_by = {HiddenBy.Unknown:D} and requested_by <> owner_name and requested_by <> '{Expiry}'))
        """;

    /// <summary>Who has asked for the deletion of an upload whose time was over.</summary>
    public const string Expiry = "expiry";

    /// <summary>What the video is told of it.</summary>
    public VideoRemoval ToRemoval() => new(
        Generation,
        Untold ?? Version,
        Due,
        new VideoHiding(RemovedBy, RemovedReason, DateTimeOffset.FromUnixTimeMilliseconds(RemovedAt ?? RequestedAt)),
        State == DeletionRowState.Held
            ? new VideoHiding(HiddenBy.Hold, HeldReason, DateTimeOffset.FromUnixTimeMilliseconds(HeldAt ?? RequestedAt))
            : null);

    private static string ListOf<T>(params T[] values)
        where T : struct, Enum => $"({string.Join(", ", values.Select(value => value.ToString("D")))})";

    /// <summary>The purge's moment.</summary>
    public DateTimeOffset Due => DateTimeOffset.FromUnixTimeMilliseconds(DueAt);
}

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
