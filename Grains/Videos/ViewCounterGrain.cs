using Orleans.Concurrency;
using OrleansVideo.Videos;

namespace OrleansVideo.Grains.Videos;

/// <summary>Counts views on the silo where it is asked; how many transactions at once, <see cref="ViewCounts"/> says.</summary>
[GrainType("view-counter"), StatelessWorker, Reentrant]
internal sealed class ViewCounterGrain(ViewCounts counts) : Grain, IViewCounterGrain
{
    public Task<ViewBatchOutcome> Add(ViewBatch batch) => counts.Add(batch);

    public Task<long> GetCount(Guid videoId) => counts.Count(videoId);
}
