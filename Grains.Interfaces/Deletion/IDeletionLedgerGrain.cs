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

/// <summary>Which deletions an admin wants to see.</summary>
/// <param name="State">Only those in this state; null for all.</param>
/// <param name="VideoId">Only those of this video; null for all.</param>
/// <param name="Page">Which page, the newest first.</param>
[GenerateSerializer, Immutable, Alias("DeletionQuery")]
public sealed record DeletionQuery(
    [property: Id(0)] DeletionState? State,
    [property: Id(1)] Guid? VideoId,
    [property: Id(2)] PageRequest Page);

/// <summary>The whole ledger at a glance.</summary>
/// <param name="Open">Deletions that wait or run, the trash included.</param>
/// <param name="Due">Those of them whose next step is due now.</param>
/// <param name="DeadLetters">Deletions that were given up and wait for an admin.</param>
/// <param name="Held">Deletions that an admin holds.</param>
/// <param name="Lateness">How far the passes are behind.</param>
/// <param name="Ticks">What has become of the shards' reminders, by the shards' order.</param>
[GenerateSerializer, Immutable, Alias("DeletionLedgerView")]
public sealed record DeletionLedgerView(
    [property: Id(0)] long Open,
    [property: Id(1)] long Due,
    [property: Id(2)] long DeadLetters,
    [property: Id(3)] long Held,
    [property: Id(4)] DeletionLateness Lateness,
    [property: Id(5)] IReadOnlyList<DeletionTicks> Ticks);

/// <summary>How far the passes are behind the ledger.</summary>
/// <param name="Late">How long the oldest due step has been waiting for an attempt; zero when none is due.</param>
/// <param name="Limit">From which lateness on the site is not well: <see cref="DeletionOptions.LateAfter"/>.</param>
[GenerateSerializer, Immutable, Alias("DeletionLateness")]
public sealed record DeletionLateness([property: Id(0)] TimeSpan Late, [property: Id(1)] TimeSpan Limit)
{
    /// <summary>Whether the limit is passed.</summary>
    public bool IsTooLate => Late > Limit;
}

/// <summary>What has become of one shard's reminder, which should tick once a minute. Kept in the database.</summary>
/// <param name="Shard">The shard's key.</param>
/// <param name="LastTick">When it last ticked; null before the first tick.</param>
/// <param name="Seen">Ticks that came.</param>
/// <param name="Missed">Ticks that should have come in between and did not: no silo was there, or it was too busy.</param>
[GenerateSerializer, Immutable, Alias("DeletionTicks")]
public sealed record DeletionTicks(
    [property: Id(0)] string Shard,
    [property: Id(1)] DateTimeOffset? LastTick,
    [property: Id(2)] long Seen,
    [property: Id(3)] long Missed);
