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

    /// <summary>The work done so far as the dashboard shows it.</summary>
    [Alias("GetState"), AlwaysInterleave, Idempotent]
    Task<CatalogReconcilerView> GetState();
}
