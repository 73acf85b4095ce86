using Microsoft.Extensions.Options;
using Orleans.Concurrency;
using OrleansVideo.Catalog;
using OrleansVideo.Deletion;
using OrleansVideo.Grains.Catalog;

namespace OrleansVideo.Grains.Deletion;

/// <summary>Reads the ledger on the silo where it is asked.</summary>
[GrainType("deletion-ledger"), StatelessWorker]
internal sealed class DeletionLedgerGrain(
    DeletionRecords records,
    DeletionCounts counts,
    DeletionTickRows ticks,
    IOptions<DeletionOptions> options) : Grain, IDeletionLedgerGrain
{
    private static readonly (int From, int To) AllSlots = (0, DeletionShardKey.Slots);

    public async Task<Result<Page<DeletionRecord>>> List(DeletionQuery query) =>
        query.Page.TryStart(out var after)
            ? await records.List(query, query.Page.Limit, after)
            : RefusalCode.QueryInvalid;

    public async Task<DeletionLateness> ReadLateness() => new(await counts.Lateness(await counts.ReadClock()), options.Value.LateAfter);

    public async Task<DeletionLedgerView> GetState()
    {
        var (open, due, deadLetters, held) = await counts.Count(AllSlots, await counts.ReadClock());
        return new DeletionLedgerView(open, due, deadLetters, held, await ReadLateness(), await ticks.List());
    }
}
