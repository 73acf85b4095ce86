using OrleansVideo.Accounts;
using OrleansVideo.Videos;

namespace OrleansVideo.Grains.Videos;

/// <summary>
/// The life of a video as a plain function of its state: which command may follow which. Everything here can be
/// repeated; a command that comes late or twice changes nothing.
/// </summary>
internal static class VideoTransitions
{
    /// <summary>From nothing to draft.</summary>
    public static Transition Create(VideoState state, NewVideo video, Caller owner, DateTimeOffset now)
    {
        if (state.Revision != 0) return RefusalCode.AlreadyUploaded;
        var next = state with { OwnerId = owner.AccountId, Owner = owner.UserName, Status = VideoStatus.Draft, CreatedAt = now };
        VideoEdits.Apply(video, next);
        return Checked(next);
    }

    /// <summary>New texts and visibility, until the video is in the trash.</summary>
    /// <param name="state">The state.</param>
    /// <param name="edit">What is to change.</param>
    /// <param name="by">The owner or an admin.</param>
    /// <param name="now">The time.</param>
    public static Transition Edit(VideoState state, VideoEdit edit, HiddenBy by, DateTimeOffset now)
    {
        if (!RemovalReason.IsReason(RemovalReason.Trimmed(edit.Reason))) return RefusalCode.ReasonInvalid;
        if (state.Status is VideoStatus.Trashed or VideoStatus.Purging or VideoStatus.Purged) return RefusalCode.Gone;
        if (edit.Visibility is not (null or Visibility.Public or Visibility.Unlisted or Visibility.Private)) return RefusalCode.VisibilityInvalid;
        var shown = edit.Visibility is not { } visibility ? state
            : by == HiddenBy.Owner ? ShownByOwner(state, visibility)
            : ShownByAdmin(state, visibility, RemovalReason.Trimmed(edit.Reason), now);
        if (shown is null) return RefusalCode.RemovedByAdmin;
        var next = shown with { };
        VideoEdits.Apply(edit, next);
        return next == state ? Transition.None : Checked(next);
    }

    /// <summary>From draft to processing.</summary>
    public static Transition BeginProcessing(VideoState state, StoredContent content) => state switch
    {
        { Revision: 0 } => RefusalCode.NotFound,
        { Status: VideoStatus.Draft } => state with { Status = VideoStatus.Processing, Content = content, Failure = null },
        { Status: VideoStatus.Purging or VideoStatus.Purged } => RefusalCode.Gone,
        _ when state.Content == content => Transition.None, // Also in the trash: its file is this very content.
        { Status: VideoStatus.Trashed } => RefusalCode.Gone,
        _ => RefusalCode.AlreadyUploaded,
    };

    /// <summary>A draft whose file was lost before it was published says so, until another one comes.</summary>
    public static Transition LoseUpload(VideoState state, string reason) => state switch
    {
        { Revision: 0 } => RefusalCode.NotFound,
        { Status: VideoStatus.Draft } when state.Failure != reason => state with { Failure = reason },
        _ => Transition.None,
    };

    /// <summary>From processing to ready or failed.</summary>
    public static Transition CompleteProcessing(VideoState state, ProbeReport report, DateTimeOffset now) => state switch
    {
        { Status: not VideoStatus.Processing } => Transition.None,
        _ when report.Failure is { } failure => state with { Status = VideoStatus.Failed, Failure = failure, Probe = report },
        _ => state with { Status = VideoStatus.Ready, Probe = report, PublishedAt = now },
    };

    /// <summary>The poster comes once the video plays, and may find it in the trash by then.</summary>
    public static Transition AddPoster(VideoState state) => state switch
    {
        { Revision: 0 } => RefusalCode.NotFound,
        { Status: VideoStatus.Purging or VideoStatus.Purged } => RefusalCode.Gone,
        { Status: not (VideoStatus.Ready or VideoStatus.Trashed) } or { Probe: null } => RefusalCode.NotReady,
        { Probe.HasPoster: true } => Transition.None,
        _ => state with { Probe = state.Probe with { HasPoster = true } },
    };

    /// <summary>Into the trash, or another deadline for the deletion that put it there. Its owner's act, until the ledger says whose else.</summary>
    public static Transition Trash(VideoState state, long generation, DateTimeOffset deleteAfter, DateTimeOffset now) => state switch
    {
        { Revision: 0 } => RefusalCode.NotFound,
        _ when generation < state.DeletionGeneration => RefusalCode.NotInTrash,
        { Status: VideoStatus.Purging or VideoStatus.Purged } => Transition.None,
        { Status: VideoStatus.Trashed } when state.DeleteAfter == deleteAfter && state.DeletionGeneration == generation => Transition.None,
        { Status: not VideoStatus.Trashed } when generation == state.DeletionGeneration => RefusalCode.NotInTrash,
        { Status: VideoStatus.Trashed } when state.DeletionGeneration == generation => state with { DeleteAfter = deleteAfter },
        _ => state with
        {
            Status = VideoStatus.Trashed,
            DeletionGeneration = generation,
            DeleteAfter = deleteAfter,
            Removal = new StoredRemoval(HiddenBy.Owner, null, now) { Generation = generation },
        },
    };

    /// <summary>Whose act the trash is, by the ledger's word; a word about another deletion, or an older one, changes nothing.</summary>
    public static Transition SetRemoval(VideoState state, VideoRemoval removal) => state switch
    {
        { Revision: 0 } => RefusalCode.NotFound,
        { Status: not VideoStatus.Trashed } => Transition.None,
        _ when removal.Generation != state.DeletionGeneration => Transition.None,
        { Removal: { } known } when known.Generation == removal.Generation && known.Version >= removal.Version => Transition.None,
        _ => state with
        {
            DeleteAfter = removal.DeleteAfter,
            Removal = new StoredRemoval(removal.Removal.By, removal.Removal.Reason, removal.Removal.Since)
            {
                Generation = removal.Generation,
                Version = removal.Version,
                HeldSince = removal.Hold?.Since,
                HoldReason = removal.Hold?.Reason,
                More = state.Removal?.Generation == removal.Generation ? state.Removal.More : null,
            },
        },
    };

    /// <summary>Out of the trash. The generation is kept, so that the same deletion's late hiding is refused.</summary>
    public static Transition Restore(VideoState state, long generation) => state switch
    {
        { Revision: 0 } => RefusalCode.NotFound,
        { Status: VideoStatus.Purging or VideoStatus.Purged } => RefusalCode.PurgeStarted,
        _ when generation < state.DeletionGeneration => RefusalCode.NotInTrash,
        { Status: VideoStatus.Trashed } =>
            state with { Status = VideoStatus.Ready, DeletionGeneration = generation, DeleteAfter = null, Removal = null },
        _ when generation == state.DeletionGeneration => Transition.None,
        _ => state with { DeletionGeneration = generation },
    };

    /// <summary>The point of no return.</summary>
    public static Transition BeginPurge(VideoState state, long generation, DateTimeOffset now) => state switch
    {
        { Revision: 0 } => RefusalCode.NotFound,
        { Status: VideoStatus.Purging or VideoStatus.Purged } => Transition.None,
        _ when generation < state.DeletionGeneration => RefusalCode.NotInTrash,
        _ => state with
        {
            Status = VideoStatus.Purging, DeletionGeneration = generation, DeleteAfter = state.DeleteAfter ?? now,
        },
    };

    /// <summary>
    /// The tombstone: who owned it, when it went, what it freed; no text of the owner's remains, nor what a newer release knew of it.
    /// </summary>
    public static Transition CompletePurge(VideoState state, long bytesFreed, DateTimeOffset now) => state switch
    {
        { Revision: 0 } => RefusalCode.NotFound,
        { Status: VideoStatus.Purged } => Transition.None,
        { Status: not VideoStatus.Purging } => RefusalCode.NotInTrash,
        _ => new VideoState
        {
            Revision = state.Revision,
            OwnerId = state.OwnerId,
            Owner = state.Owner,
            Visibility = state.Visibility,
            Status = VideoStatus.Purged,
            CreatedAt = state.CreatedAt,
            DeletionGeneration = state.DeletionGeneration,
            PurgedAt = now,
            BytesFreed = bytesFreed,
        },
    };

    /// <summary>The owner closes a video as he likes, and opens it as far as an admin lets him; null when that is not so far.</summary>
    private static VideoState? ShownByOwner(VideoState state, Visibility wanted)
    {
        if (wanted == state.ShownVisibility) return state; // A form that sends all its fields leaves the owner's earlier choice alone.
        if (state.VisibilityLimit is not { } limit) return state with { Visibility = wanted };
        return wanted.IsMoreOpenThan(limit.Most) ? null : state with { Visibility = wanted, VisibilityLimit = limit with { OwnersChoice = wanted } };
    }

    /// <summary>
    /// What an admin closes, or leaves no more open than it is, has a ceiling from then on; what an admin opens beyond a ceiling, and as far as the
    /// owner had it or further, loses it, and is what the owner has chosen.
    /// </summary>
    private static VideoState ShownByAdmin(VideoState state, Visibility wanted, string? reason, DateTimeOffset now)
    {
        var limit = state.VisibilityLimit;
        var owners = limit?.OwnersChoice ?? state.Visibility;
        if (wanted == Visibility.Public || wanted.IsMoreOpenThan(owners))
            return state with { Visibility = limit is null ? wanted : owners, VisibilityLimit = null };
        if (limit?.Most == wanted && (reason is null || reason == limit.Reason)) return state;
        return state with
        {
            Visibility = wanted,
            VisibilityLimit = new StoredLimit(wanted, reason ?? limit?.Reason, now, owners) { More = limit?.More },
        };
    }

    private static Transition Checked(VideoState next)
    {
        if (VideoText.Refuse(VideoStateMapping.Map(next, Guid.Empty)) is { } refusal) return new(null, refusal);
        return next.Visibility is Visibility.Public or Visibility.Unlisted or Visibility.Private ? next : RefusalCode.VisibilityInvalid;
    }
}

/// <summary>What a command makes of a video's state: the next state, or nothing to do, or a refusal.</summary>
/// <param name="Next">The state to store; null when the command changes nothing.</param>
/// <param name="Refusal">Why the command is refused; null when it is done.</param>
internal readonly record struct Transition(VideoState? Next, Refusal? Refusal)
{
    /// <summary>The command is done and changes nothing.</summary>
    public static Transition None => default;

    /// <summary>The command is done once this state is stored.</summary>
    public static implicit operator Transition(VideoState next) => new(next, null);

    /// <summary>The command is refused.</summary>
    public static implicit operator Transition(RefusalCode code) => new(null, new Refusal(code));
}
