namespace OrleansVideo.Storage;

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
