using Orleans.Concurrency;
using OrleansVideo.Catalog;

namespace OrleansVideo.Storage;

/// <summary>
/// Compares the media directory with the records, in both directions, while the site works: files without a record go to
/// quarantine and later for good, what else is wrong is said. Reads all videos slowly, over and over, for bytes that
/// changed. Single, under the key <see cref="Key"/>; scans by its reminder and when asked.
/// </summary>
[Alias("IStorageReconcilerGrain"), GrainInterfaceType("storage-reconciler")]
public interface IStorageReconcilerGrain : IGrainWithStringKey
{
    /// <summary>The one key of this grain.</summary>
    public const string Key = "storage";

    /// <summary>A silo has started: makes sure of the reminder, and goes on with a scan that was cut off.</summary>
    [Alias("Start"), ResponseTimeout("00:01:00"), Idempotent]
    Task Start();

    /// <summary>
    /// Starts a scan, which goes on after the answer and after a crash. <see cref="RefusalCode.ScanRunning"/> while one does.
    /// </summary>
    /// <param name="dryRun">Says what is wrong, and moves nothing.</param>
    [Alias("Scan")]
    Task<Result> Scan(bool dryRun);

    /// <summary>Findings, the newest first.</summary>
    /// <param name="state">Only those in this state; null for all.</param>
    /// <param name="page">Which page.</param>
    /// <param name="cancellationToken">Stops the statement.</param>
    [Alias("ListFindings"), AlwaysInterleave, Idempotent]
    Task<Result<Page<StorageFinding>>> ListFindings(FindingState? state, PageRequest page, CancellationToken cancellationToken = default);

    /// <summary>
    /// Moves the finding's file into quarantine. Refused with <see cref="RefusalCode.FindingNotMovable"/> when there is
    /// nothing to move, <see cref="RefusalCode.FileWanted"/> when a video, an upload or its youth protects the file,
    /// <see cref="RefusalCode.PlaceOccupied"/>. Done already is done.
    /// </summary>
    [Alias("Quarantine"), ResponseTimeout("00:00:30"), Idempotent]
    Task<Result<StorageFinding>> Quarantine(Guid findingId);

    /// <summary>
    /// Brings the finding's file back from quarantine. Refused with <see cref="RefusalCode.FindingNotMovable"/> when it is
    /// not there, <see cref="RefusalCode.PlaceOccupied"/> when another file took its place. Done already is done.
    /// </summary>
    [Alias("Restore"), ResponseTimeout("00:00:30"), Idempotent]
    Task<Result<StorageFinding>> Restore(Guid findingId);

    /// <summary>The work as the dashboard shows it.</summary>
    [Alias("GetState"), AlwaysInterleave, Idempotent]
    Task<StorageReconcilerView> GetState();
}
