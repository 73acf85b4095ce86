using System.Collections.Concurrent;
using Orleans.Concurrency;
using OrleansVideo.Deletion;
using OrleansVideo.Media.Store;

namespace OrleansVideo.Grains.Deletion;

/// <summary>Removes files on the silo where it is asked. It holds nothing, so its calls interleave: one that waits for a disk delays no other.</summary>
[GrainType("deletion-worker"), StatelessWorker, Reentrant]
internal sealed class DeletionWorkerGrain(FileRemovals removals) : Grain, IDeletionWorkerGrain
{
    public Task<RemovalReport> RemoveFiles(Guid videoId) => removals.Remove(videoId);
}

/// <summary>
/// The removals of files that run in this process, each on a thread of its own: a disk that hangs holds that thread, and
/// nothing else. Who waits gives up after <see cref="Patience"/>; the removal itself goes on, and the next attempt hears
/// what came of it instead of beginning a second one.
/// </summary>
internal sealed class FileRemovals(Func<Guid, RemovalReport> remove, TimeProvider clock)
{
    /// <summary>How long an attempt waits for the disk: well within the life of its claim.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Removals at once; as many threads may hang before the next one is refused.</summary>
    public const int Most = 64;

    private readonly ConcurrentDictionary<Guid, Task<RemovalReport>> _running = new();

    /// <summary>Removals of this store's files.</summary>
    public FileRemovals(MediaStore media, TimeProvider clock)
        : this(new VideoFiles(media).Remove, clock)
    {
    }

    /// <summary>Removes a video's files, or joins the removal that runs already.</summary>
    public async Task<RemovalReport> Remove(Guid videoId)
    {
        if (!_running.ContainsKey(videoId) && _running.Values.Count(removal => !removal.IsCompleted) >= Most)
            return new RemovalReport(0, $"{Most} removals have begun on this silo and not ended: the disk hangs.");
        var removal = _running.GetOrAdd(videoId, Begin);
        try
        {
            return await removal.WaitAsync(Patience, clock);
        }
        catch (TimeoutException) when (!removal.IsCompleted)
        {
            return new RemovalReport(0, $"The disk has not answered for {Patience.TotalSeconds:0} s; the removal goes on.");
        }
        finally
        {
            // However it ended: what failed in a way that nobody expected is tried again as well.
            if (removal.IsCompleted) _running.TryRemove(KeyValuePair.Create(videoId, removal));
        }
    }

    private Task<RemovalReport> Begin(Guid videoId) => Task.Factory.StartNew(
        () => remove(videoId), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}

/// <summary>All files of one video: part files, the content, the poster, removed in this order.</summary>
internal sealed class VideoFiles(MediaStore media)
{
    /// <summary>
    /// Removes what is there. A missing file is success, unless the whole directory is missing; at the first that can't be removed it stops.
    /// </summary>
    public RemovalReport Remove(Guid videoId)
    {
        if (!media.IsPresent) return new RemovalReport(0, "The media directory has lost its folders: its volume is not mounted.");
        var freed = 0L;
        try
        {
            freed += Traced("parts", () => media.RemoveParts(videoId));
            freed += Traced("content", () => media.RemoveVideo(videoId));
            freed += Traced("poster", () => media.RemovePoster(videoId));
            return new RemovalReport(freed, null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What the disk refuses is an outcome: the ledger keeps the words and tries again.
            return new RemovalReport(freed, e.Message);
        }
    }

    private static long Traced(string what, Func<long> remove)
    {
        using var activity = VideoTelemetry.Source.StartActivity($"remove {what}");
        return remove();
    }
}
