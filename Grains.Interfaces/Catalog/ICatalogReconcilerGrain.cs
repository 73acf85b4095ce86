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

/// <summary>The reconciler's work as the dashboard shows it.</summary>
/// <param name="Passes">Passes since activation.</param>
/// <param name="Settled">Announced changes finished since activation.</param>
/// <param name="Driven">Uploads and processing videos taken up since activation.</param>
/// <param name="Expired">Unfinished uploads given up since activation.</param>
/// <param name="LastPass">When the last pass ended; null before the first.</param>
/// <param name="Waiting">Due work of all lists that was tried and waits for its next attempt.</param>
/// <param name="DeadLetters">Due work of all lists that was given up and waits for an admin.</param>
[GenerateSerializer, Immutable, Alias("CatalogReconcilerView")]
public sealed record CatalogReconcilerView(
    [property: Id(0)] long Passes,
    [property: Id(1)] long Settled,
    [property: Id(2)] long Driven,
    [property: Id(3)] long Expired,
    [property: Id(4)] DateTimeOffset? LastPass,
    [property: Id(5)] long Waiting = 0,
    [property: Id(6)] long DeadLetters = 0);

/// <summary>The lists of due work beside the deletion ledger. The numbers are stored, and travel.</summary>
public enum DueWorkKind
{
    /// <summary>One that this release does not know.</summary>
    Unknown = 0,

    /// <summary>A change of a video that was announced and is not yet in the lists.</summary>
    Intent = 1,

    /// <summary>A complete upload, or a processing video, that does not move on.</summary>
    Upload = 2,

    /// <summary>An unfinished upload, or a draft without one, whose time is over.</summary>
    Expiry = 3,

    /// <summary>A tombstone that has been kept for its time.</summary>
    Tombstone = 4,

    /// <summary>A file that has been in quarantine for its time.</summary>
    Quarantine = 5,

    /// <summary>A video that is yet to be told whose its deletion is, and who holds it.</summary>
    Removal = 6,
}

/// <summary>Due work that is not tried any more until an admin says so.</summary>
/// <param name="Kind">The list it is on.</param>
/// <param name="Item">What it is: a video's id, or of <see cref="DueWorkKind.Quarantine"/> a finding's.</param>
/// <param name="Attempts">Attempts made.</param>
/// <param name="LastError">Why the last one came to nothing, in words.</param>
/// <param name="GivenUpAt">When that was.</param>
[GenerateSerializer, Immutable, Alias("DeadWork")]
public sealed record DeadWork(
    [property: Id(0)] DueWorkKind Kind,
    [property: Id(1)] string Item,
    [property: Id(2)] long Attempts,
    [property: Id(3)] string LastError,
    [property: Id(4)] DateTimeOffset GivenUpAt);
