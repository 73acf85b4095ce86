namespace OrleansVideo.Deletion;

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
