namespace OrleansVideo.Catalog;

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
