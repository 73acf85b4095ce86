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

/// <summary>The right to write one video's part file. A newer number ends all older ones.</summary>
/// <param name="Number">Grows by one with each lease of this video; the part file carries it.</param>
/// <param name="MaxBytes">How many bytes the file may have: the site's limit or the account's room, whichever is less.</param>
/// <param name="LimitedByQuota">Whether the account's room is the smaller of the two.</param>
/// <param name="RenewEvery">How often to renew; the lease lapses after three times as long.</param>
/// <param name="ReservedBytes">
/// How many bytes are reserved so far: before the file grows beyond them, the writer asks for more. 0 from a silo of the release before,
/// which reserves all of <paramref name="MaxBytes"/>.
/// </param>
/// <param name="ReservationStep">How many bytes are reserved at a time; 0 when all of <paramref name="MaxBytes"/> are.</param>
[GenerateSerializer, Immutable, Alias("UploadLease")]
public sealed record UploadLease(
    [property: Id(0)] int Number,
    [property: Id(1)] long MaxBytes,
    [property: Id(2)] bool LimitedByQuota,
    [property: Id(3)] TimeSpan RenewEvery,
    [property: Id(4)] long ReservedBytes = 0,
    [property: Id(5)] long ReservationStep = 0);

/// <summary>An upload's state as the dashboard shows it.</summary>
[GenerateSerializer, Immutable, Alias("UploadStateView")]
public sealed record UploadStateView
{
    /// <summary>Number of the newest write lease; 0 when there never was one.</summary>
    [Id(0)] public int Lease { get; init; }

    /// <summary>Until when the lease is valid unless renewed; null when nobody writes.</summary>
    [Id(1)] public DateTimeOffset? LeasedUntil { get; init; }

    /// <summary>Announced length in bytes; null when not announced.</summary>
    [Id(2)] public long? Length { get; init; }

    /// <summary>Bytes received when the lease was last renewed.</summary>
    [Id(3)] public long Received { get; init; }

    /// <summary>Whether all bytes are here and the file waits to be published or looked at.</summary>
    [Id(4)] public bool IsComplete { get; init; }

    /// <summary>When an unfinished upload is given up.</summary>
    [Id(5)] public DateTimeOffset? ExpiresAt { get; init; }
}
