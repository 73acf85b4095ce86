using Orleans.Concurrency;
using OrleansVideo.Deletion;

namespace OrleansVideo.Grains.Deletion;

/// <summary>Removes files on the silo where it is asked. It holds nothing, so its calls interleave: one that waits for a disk delays no other.</summary>
[GrainType("deletion-worker"), StatelessWorker, Reentrant]
internal sealed class DeletionWorkerGrain(FileRemovals removals) : Grain, IDeletionWorkerGrain
{
    public Task<RemovalReport> RemoveFiles(Guid videoId) => removals.Remove(videoId);
}
