using Orleans.Concurrency;

namespace OrleansVideo.Catalog;

/// <summary>
/// Heals what a crash left half done: changes announced but not published, complete uploads not taken further, videos
/// left in processing. Single, under the key <see cref="Key"/>; looks every five seconds.
/// </summary>
[Alias("ICatalogReconcilerGrain"), GrainInterfaceType("catalog-reconciler")]
public interface ICatalogReconcilerGrain : IGrainWithStringKey
{
    /// <summary>The one key of this grain.</summary>
    public const string Key = "catalog";

    /// <summary>
    /// A silo has started: takes up, now, every upload and processing video that nobody works on, and keeps looking.
    /// </summary>
    [Alias("Start"), ResponseTimeout("00:01:00")]
    Task Start();

    /// <summary>Due work of any list that was given up, what was given up last first.</summary>
    /// <param name="limit">How much at most, 1 to <see cref="PageRequest.MaxLimit"/>.</param>
    /// <param name="cancellationToken">Stops the statement.</param>
    [Alias("ListDeadWork"), AlwaysInterleave, Idempotent]
    Task<IReadOnlyList<DeadWork>> ListDeadWork(int limit, CancellationToken cancellationToken = default);

    /// <summary>Has all of it tried again, with all its attempts.</summary>
    /// <returns>How much there was.</returns>
    [Alias("ReplayDeadWork"), AlwaysInterleave]
    Task<int> ReplayDeadWork();

    /// <summary>The work done so far as the dashboard shows it.</summary>
    [Alias("GetState"), AlwaysInterleave, Idempotent]
    Task<CatalogReconcilerView> GetState();
}
