using Orleans.Concurrency;
using OrleansVideo.Accounts;
using OrleansVideo.Videos;

namespace OrleansVideo.Uploads;

/// <summary>
/// One video's upload, keyed by the video's id: who may write its bytes, and what becomes of them once they are all
/// here. A complete upload is due work that any pass takes up again until the video is ready or failed.
/// </summary>
[Alias("IUploadGrain"), GrainInterfaceType("upload")]
public interface IUploadGrain : IGrainWithGuidKey
{
    /// <summary>
    /// Takes the write lease and reserves the bytes. Refused: not the caller's draft (<see cref="RefusalCode.NotFound"/>,
    /// <see cref="RefusalCode.NotYours"/>, <see cref="RefusalCode.AlreadyUploaded"/>, <see cref="RefusalCode.Gone"/>),
    /// another writer is alive (<see cref="RefusalCode.UploadInProgress"/>), <see cref="RefusalCode.TooLarge"/>,
    /// <see cref="RefusalCode.QuotaExceeded"/>, <see cref="RefusalCode.UploadsExhausted"/>, <see cref="RefusalCode.StorageFull"/>.
    /// </summary>
    /// <param name="caller">Who sends.</param>
    /// <param name="length">Length of the file in bytes, at least; null when not known before its end.</param>
    [Alias("Begin")]
    Task<Result<UploadLease>> Begin(Caller caller, long? length);

    /// <summary>
    /// Keeps the lease. <see cref="RefusalCode.UploadSuperseded"/> when it is no longer this writer's;
    /// <see cref="RefusalCode.QuotaExceeded"/>, or <see cref="RefusalCode.StorageFull"/>, when it had lapsed and others have taken the
    /// account's room, or the disk's, meanwhile.
    /// </summary>
    /// <param name="lease">The lease's number.</param>
    /// <param name="received">Bytes received so far.</param>
    [Alias("Renew"), Idempotent]
    Task<Result> Renew(int lease, long received);

    /// <summary>
    /// Reserves more bytes, for a file whose length was not announced and that outgrows what is reserved; keeps the lease too. To be
    /// called only under a lease that has a <see cref="UploadLease.ReservationStep"/>: a silo of the release before does not know it.
    /// Refused like <see cref="Renew"/>, and by <see cref="RefusalCode.QuotaExceeded"/> or <see cref="RefusalCode.StorageFull"/> when
    /// there is no room for one byte more.
    /// </summary>
    /// <param name="lease">The lease's number.</param>
    /// <param name="received">Bytes received so far.</param>
    /// <returns>The lease, with all bytes that are reserved now: more than the received ones.</returns>
    [Alias("Reserve"), Idempotent]
    Task<Result<UploadLease>> Reserve(int lease, long received);

    /// <summary>
    /// The part file is whole and flushed: publishes it under its final name and stores the video as processing, in
    /// that order, before it returns. Repeating it is done.
    /// </summary>
    [Alias("Complete"), ResponseTimeout("00:00:30"), Idempotent]
    Task<Result> Complete(int lease, StoredContent content);

    /// <summary>Gives the lease back without content; the reserved bytes are free again and the draft stays.</summary>
    [Alias("Abandon"), Idempotent]
    Task Abandon(int lease);

    /// <summary>Takes up a complete upload, or a video left in processing, where it stopped. Does nothing else.</summary>
    [Alias("Drive")]
    Task Drive();

    /// <summary>Gives up an upload whose time has passed, and asks for its draft's deletion. Never touches a complete one.</summary>
    [Alias("Expire")]
    Task Expire();

    /// <summary>The video is deleted: no lease from now on, and the current one ends.</summary>
    [Alias("Close")]
    Task Close();

    /// <summary>The state as the dashboard shows it.</summary>
    [Alias("GetState"), AlwaysInterleave, Idempotent]
    Task<UploadStateView> GetState();
}
