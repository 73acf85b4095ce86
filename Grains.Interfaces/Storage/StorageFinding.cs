namespace OrleansVideo.Storage;

/// <summary>One thing that is wrong between the media directory and the records.</summary>
[GenerateSerializer, Immutable, Alias("StorageFinding")]
public sealed record StorageFinding
{
    /// <summary>Its id.</summary>
    [Id(0)] public required Guid Id { get; init; }

    /// <summary>The file, relative to the media directory, with forward slashes; in quarantine it has the same path below <c>quarantine</c>.</summary>
    [Id(1)] public required string Path { get; init; }

    /// <summary>The video that the file's name speaks of; null when it speaks of none.</summary>
    [Id(2)] public Guid? VideoId { get; init; }

    /// <summary>What is wrong.</summary>
    [Id(3)] public required FindingKind Kind { get; init; }

    /// <summary>Why that is so, or how it ended, in English. For releases that know no <see cref="Cause"/>, and where it is null.</summary>
    [Id(4)] public required string Reason { get; init; }

    /// <summary>Bytes in the file; of a missing one, bytes that it should have, or 0 when nobody knows.</summary>
    [Id(5)] public required long Size { get; init; }

    /// <summary>Where it stands.</summary>
    [Id(6)] public required FindingState State { get; init; }

    /// <summary>When it was found first.</summary>
    [Id(7)] public required DateTimeOffset FoundAt { get; init; }

    /// <summary>Until when the file can be brought back; null unless it is in quarantine.</summary>
    [Id(8)] public DateTimeOffset? RestorableUntil { get; init; }

    /// <summary>Why that is so, or how it ended; null of findings from before there were codes.</summary>
    [Id(9)] public FindingReason? Cause { get; init; }
}

/// <summary>What is wrong between the media directory and the records. The numbers are stored; the names are those of the HTTP face.</summary>
public enum FindingKind
{
    /// <summary>A newer release wrote a kind that this one does not know.</summary>
    Unknown = 0,

    /// <summary>A file that no record asks for.</summary>
    OrphanFile = 1,

    /// <summary>A record whose file is not there.</summary>
    MissingFile = 2,

    /// <summary>An unfinished file of an upload that is over.</summary>
    StalePart = 3,

    /// <summary>A video's file is longer or shorter than what was stored.</summary>
    WrongSize = 4,

    /// <summary>A video's file has other bytes than what was stored, or can't be read.</summary>
    Corrupt = 5,
}

/// <summary>Where a finding stands. The first three are open: a path has one open finding at most. The numbers are stored.</summary>
public enum FindingState
{
    /// <summary>A newer release wrote a state that this one does not know.</summary>
    Unknown = 0,

    /// <summary>It is so, and nothing was done about it.</summary>
    Found = 1,

    /// <summary>The file is in quarantine, and is removed when its time there is over.</summary>
    Quarantined = 2,

    /// <summary>An admin brought the file back: no scan moves it by itself again.</summary>
    Restored = 3,

    /// <summary>The file was removed from quarantine.</summary>
    Removed = 4,

    /// <summary>It is no longer so.</summary>
    Resolved = 5,
}
