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

/// <summary>The storage reconciler's work as the dashboard shows it.</summary>
[GenerateSerializer, Immutable, Alias("StorageReconcilerView")]
public sealed record StorageReconcilerView
{
    /// <summary>Whether a scan runs, or is about to.</summary>
    [Id(0)] public bool IsScanning { get; init; }

    /// <summary>Whether the latest scan moves nothing.</summary>
    [Id(1)] public bool IsDryRun { get; init; }

    /// <summary>When the latest scan was started; null before the first.</summary>
    [Id(2)] public DateTimeOffset? ScanStarted { get; init; }

    /// <summary>When it ended; null while it runs.</summary>
    [Id(3)] public DateTimeOffset? ScanEnded { get; init; }

    /// <summary>Files that the latest scan has looked at.</summary>
    [Id(4)] public long Files { get; init; }

    /// <summary>Records that the latest scan has looked at.</summary>
    [Id(5)] public long Records { get; init; }

    /// <summary>Files that no record asks for, and that are not in quarantine; so too the four below.</summary>
    [Id(6)] public long OrphanFiles { get; init; }

    /// <summary>Records whose file is not there.</summary>
    [Id(7)] public long MissingFiles { get; init; }

    /// <summary>Unfinished files of uploads that are over.</summary>
    [Id(8)] public long StaleParts { get; init; }

    /// <summary>Files of another length than was stored.</summary>
    [Id(9)] public long WrongSizes { get; init; }

    /// <summary>Files with other bytes than were stored.</summary>
    [Id(10)] public long Corrupt { get; init; }

    /// <summary>Files in quarantine.</summary>
    [Id(11)] public long QuarantinedFiles { get; init; }

    /// <summary>Bytes in quarantine.</summary>
    [Id(12)] public long QuarantinedBytes { get; init; }

    /// <summary>When the latest round of the scrub began; null before the first.</summary>
    [Id(13)] public DateTimeOffset? ScrubStarted { get; init; }

    /// <summary>When it ended; null while it goes on.</summary>
    [Id(14)] public DateTimeOffset? ScrubEnded { get; init; }

    /// <summary>Files that the latest round has read.</summary>
    [Id(15)] public long ScrubbedFiles { get; init; }

    /// <summary>Bytes that the latest round has read, whole files alone.</summary>
    [Id(16)] public long ScrubbedBytes { get; init; }
}
