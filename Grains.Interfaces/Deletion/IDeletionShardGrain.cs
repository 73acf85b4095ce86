using Orleans.Concurrency;
using OrleansVideo.Accounts;
using OrleansVideo.Videos;

namespace OrleansVideo.Deletion;

/// <summary>
/// One slice of the deletion ledger, keyed by <see cref="DeletionShardKey"/>. A reminder wakes it every minute, a nudge
/// at once; while work is due a grain timer keeps a three-second cadence. Commands are compare-and-sets on ledger rows
/// and never wait for a pass.
/// </summary>
[Alias("IDeletionShardGrain"), GrainInterfaceType("deletion-shard")]
public interface IDeletionShardGrain : IGrainWithStringKey
{
    /// <summary>
    /// Records a deletion, then hides the video. Repeating it keeps the first deadline; <paramref name="permanent"/>
    /// moves it to now. A draft, processing or failed video goes at once; a purged one is done.
    /// </summary>
    [Alias("Delete"), Idempotent]
    Task<Result<DeletionReceipt>> Delete(Guid videoId, Caller caller, bool permanent);

    /// <summary>
    /// As <see cref="Delete"/>. An admin's deletion of another's video is the admin's, also when its owner has it in the trash: its owner can't
    /// undo it. For good, an owner is refused with <see cref="RefusalCode.RemovedByAdmin"/> what an admin holds.
    /// </summary>
    /// <param name="videoId">The video.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="permanent">Whether the deadline is now.</param>
    /// <param name="reason">What an admin tells the owner; see <see cref="RemovalReason"/>. An owner's is not kept.</param>
    [Alias("Remove"), Idempotent]
    Task<Result<DeletionReceipt>> Remove(Guid videoId, Caller caller, bool permanent, string? reason);

    /// <summary>
    /// Undoes a deletion until its deadline. <see cref="RefusalCode.NotInTrash"/>, or
    /// <see cref="RefusalCode.PurgeStarted"/> once files may be gone; to the owner <see cref="RefusalCode.RemovedByAdmin"/> when it is an
    /// admin's, or held. An admin who undoes an admin's deletion of what its owner had in the trash gives it back to the owner's trash.
    /// </summary>
    [Alias("Restore")]
    Task<Result<VideoDetails>> Restore(Guid videoId, Caller caller);

    /// <summary>
    /// An admin keeps the video's files from being removed, however long. <see cref="RefusalCode.PurgeStarted"/> once some may
    /// be gone, <see cref="RefusalCode.DeletionStateConflict"/> when nothing waits for its deadline; a held one stays held.
    /// </summary>
    /// <returns>The video's newest deletion; so for all four. <see cref="RefusalCode.NotFound"/> when there is none.</returns>
    [Alias("Hold")]
    Task<Result<DeletionRecord>> Hold(Guid videoId);

    /// <summary>As <see cref="Hold"/>, with a reason that the video's owner is told.</summary>
    [Alias("HoldFor")]
    Task<Result<DeletionRecord>> HoldFor(Guid videoId, string? reason);

    /// <summary>Lets a held deletion go on: what has become due meanwhile is due now.</summary>
    [Alias("Release")]
    Task<Result<DeletionRecord>> Release(Guid videoId);

    /// <summary>
    /// Undoes a deletion, as <see cref="Restore"/> does for its owner, but whatever the video's state: a deletion that was
    /// given up before it hid its video ends as well.
    /// </summary>
    [Alias("Cancel")]
    Task<Result<DeletionRecord>> Cancel(Guid videoId);

    /// <summary>As <see cref="Cancel"/>; upon an admin's own video it is what <see cref="Restore"/> is to its owner.</summary>
    [Alias("CancelBy")]
    Task<Result<DeletionRecord>> CancelBy(Guid videoId, Caller admin);

    /// <summary>
    /// Tries the next step now: with all its attempts again when it was given up, ahead of its back-off when it waits for
    /// another attempt. <see cref="RefusalCode.DeletionStateConflict"/> when it waits for its deadline, is held, or is closed.
    /// </summary>
    [Alias("Retry")]
    Task<Result<DeletionRecord>> Retry(Guid videoId);

    /// <summary>Replays all dead letters of this shard, each with all its attempts again.</summary>
    /// <returns>How many there were.</returns>
    [Alias("Replay")]
    Task<int> Replay();

    /// <summary>A silo has started, or something is due: makes sure of the reminder and starts a pass.</summary>
    [Alias("Nudge"), Idempotent]
    Task Nudge();

    /// <summary>The shard's work as the dashboard shows it.</summary>
    [Alias("GetState"), AlwaysInterleave, Idempotent]
    Task<DeletionShardView> GetState();
}

/// <summary>The answer to a deletion that is in the ledger.</summary>
/// <param name="Status">The video's state now.</param>
/// <param name="DeleteAfter">When its files go; null once they are gone.</param>
[GenerateSerializer, Immutable, Alias("DeletionReceipt")]
public sealed record DeletionReceipt([property: Id(0)] VideoStatus Status, [property: Id(1)] DateTimeOffset? DeleteAfter);

/// <summary>A shard's work as the dashboard shows it.</summary>
[GenerateSerializer, Immutable, Alias("DeletionShardView")]
public sealed record DeletionShardView
{
    /// <summary>Open rows of this shard's slots, dead letters and held ones apart.</summary>
    [Id(0)] public long Open { get; init; }

    /// <summary>Open rows whose time has come.</summary>
    [Id(1)] public long Due { get; init; }

    /// <summary>Rows given up after the last attempt, waiting for an admin.</summary>
    [Id(2)] public long DeadLetters { get; init; }

    /// <summary>Passes since activation.</summary>
    [Id(3)] public long Passes { get; init; }

    /// <summary>Steps finished since activation.</summary>
    [Id(4)] public long Finished { get; init; }

    /// <summary>Steps that failed since activation and wait for their next attempt.</summary>
    [Id(5)] public long Failed { get; init; }

    /// <summary>When the last pass ended; null before the first.</summary>
    [Id(6)] public DateTimeOffset? LastPass { get; init; }

    /// <summary>Whether a pass runs now.</summary>
    [Id(7)] public bool IsRunning { get; init; }

    /// <summary>When the reminder last ticked; null before the first tick.</summary>
    [Id(8)] public DateTimeOffset? LastTick { get; init; }

    /// <summary>Rows that an admin holds.</summary>
    [Id(9)] public long Held { get; init; }
}
