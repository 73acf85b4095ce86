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
    /// Undoes a deletion until its deadline. <see cref="RefusalCode.NotInTrash"/>, or
    /// <see cref="RefusalCode.PurgeStarted"/> once files may be gone.
    /// </summary>
    [Alias("Restore")]
    Task<Result<VideoDetails>> Restore(Guid videoId, Caller caller);

    /// <summary>A silo has started, or something is due: makes sure of the reminder and starts a pass.</summary>
    [Alias("Nudge"), Idempotent]
    Task Nudge();

    /// <summary>The shard's work as the dashboard shows it.</summary>
    [Alias("GetState"), AlwaysInterleave, Idempotent]
    Task<DeletionShardView> GetState();
}
