using Orleans.Concurrency;
using OrleansVideo.Deletion;
using OrleansVideo.Media.Store;

namespace OrleansVideo.Grains.Deletion;

/// <summary>Removes one video's files: part files, then the content, then the poster.</summary>
[GrainType("deletion-worker"), StatelessWorker]
internal sealed class DeletionWorkerGrain(MediaStore media) : Grain, IDeletionWorkerGrain
{
    public Task<RemovalReport> RemoveFiles(Guid videoId)
    {
        var freed = 0L;
        foreach (var remove in (Func<Guid, long>[])[id => media.RemoveParts(id), media.RemoveVideo, media.RemovePoster])
        {
            try
            {
                freed += remove(videoId);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // What the disk refuses is an outcome: the ledger keeps the words and tries again.
                return Task.FromResult(new RemovalReport(freed, e.Message));
            }
        }

        return Task.FromResult(new RemovalReport(freed, null));
    }
}
