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

    /// <summary>Why that is so, or how it ended, in a sentence for people.</summary>
    [Id(4)] public required string Reason { get; init; }

    /// <summary>Bytes in the file; of a missing one, bytes that it should have, or 0 when nobody knows.</summary>
    [Id(5)] public required long Size { get; init; }

    /// <summary>Where it stands.</summary>
    [Id(6)] public required FindingState State { get; init; }

    /// <summary>When it was found first.</summary>
    [Id(7)] public required DateTimeOffset FoundAt { get; init; }

    /// <summary>Until when the file can be brought back; null unless it is in quarantine.</summary>
    [Id(8)] public DateTimeOffset? RestorableUntil { get; init; }
}
