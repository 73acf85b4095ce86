using Microsoft.Extensions.Options;
using Orleans.Concurrency;
using OrleansVideo.Catalog;
using OrleansVideo.Deletion;
using OrleansVideo.Grains.Catalog;

namespace OrleansVideo.Grains.Deletion;

/// <summary>Reads the ledger on the silo where it is asked. It holds nothing, so its calls interleave; one worker, as for the catalog.</summary>
[GrainType("deletion-ledger"), StatelessWorker(1), Reentrant]
internal sealed class DeletionLedgerGrain(DeletionLedgerQueries queries, IOptions<DeletionOptions> options) : Grain, IDeletionLedgerGrain
{
    private static readonly (int From, int To) AllSlots = (0, DeletionShardKey.Slots);

    public async Task<Result<Page<DeletionRecord>>> List(DeletionQuery query, CancellationToken cancellationToken) =>
        query.Page.TryStart(out var after)
            ? await queries.List(query, query.Page.Limit, after, cancellationToken)
            : RefusalCode.QueryInvalid;

    public async Task<DeletionLateness> ReadLateness(CancellationToken cancellationToken = default) =>
        new(await queries.Lateness(await queries.ReadClock(cancellationToken), cancellationToken), options.Value.LateAfter);

    public async Task<DeletionLedgerView> GetState()
    {
        var (open, due, deadLetters, held) = await queries.Count(AllSlots, await queries.ReadClock());
        return new DeletionLedgerView(open, due, deadLetters, held, await ReadLateness(), await queries.ListTicks());
    }
}
