using Orleans.Concurrency;
using OrleansVideo.Catalog;

namespace OrleansVideo.Deletion;

/// <summary>Stateless worker that reads the deletion ledger across all shards, for admins and for health. It changes nothing.</summary>
[Alias("IDeletionLedgerGrain"), GrainInterfaceType("deletion-ledger")]
public interface IDeletionLedgerGrain : IGrainWithIntegerKey
{
    /// <summary>Deletions, the newest first. A malformed cursor is <see cref="RefusalCode.QueryInvalid"/>.</summary>
    [Alias("List"), Idempotent]
    Task<Result<Page<DeletionRecord>>> List(DeletionQuery query, CancellationToken cancellationToken = default);

    /// <summary>How far the passes are behind: one look at an index.</summary>
    [Alias("ReadLateness"), AlwaysInterleave, Idempotent]
    Task<DeletionLateness> ReadLateness(CancellationToken cancellationToken = default);

    /// <summary>The ledger at a glance. Counts every open row, so it is for people, not for polling.</summary>
    [Alias("GetState"), Idempotent]
    Task<DeletionLedgerView> GetState();
}
