using OrleansVideo.Grains.Database;
using OrleansVideo.Storage;

namespace OrleansVideo.Grains.Storage;

/// <summary>One row of the table <c>storage_findings</c> as Dapper reads it. Moments are Unix milliseconds.</summary>
internal sealed class FindingRow
{
    /// <summary>The columns of this row.</summary>
    public const string Columns =
        """
        id as Id, path as Path, video_id as VideoId, kind as KindNumber, state as StateNumber, reason as Reason, size as Size,
        found_at as FoundAt, scan as Scan, quarantined_at as QuarantinedAt
        """;

    public required string Id { get; init; }
    public required string Path { get; init; }
    public string? VideoId { get; init; }
    public required long KindNumber { get; init; }
    public required long StateNumber { get; init; }
    public required string Reason { get; init; }
    public required long Size { get; init; }
    public required long FoundAt { get; init; }

    /// <summary>Number of the latest scan that saw it.</summary>
    public required long Scan { get; init; }

    /// <summary>When its file was last moved into quarantine; null when it never was.</summary>
    public long? QuarantinedAt { get; init; }

    public FindingKind Kind => (FindingKind)KindNumber;
    public FindingState State => (FindingState)StateNumber;
    public Guid? Video => VideoId is null ? null : Guid.Parse(VideoId);

    /// <summary>Whether this release knows what the row says; if not, it is left to the release that wrote it.</summary>
    public bool IsKnown => State != FindingState.Unknown && Enum.IsDefined(State) && Kind != FindingKind.Unknown && Enum.IsDefined(Kind);

    /// <summary>Whether a scan moves such a file by itself: nothing that a record asks for.</summary>
    public bool IsNobodys => Kind is FindingKind.OrphanFile or FindingKind.StalePart;

    /// <summary>The finding as it leaves the floor.</summary>
    /// <param name="quarantineLife">How long a file stays in quarantine.</param>
    public StorageFinding ToFinding(TimeSpan quarantineLife) => new()
    {
        Id = Guid.Parse(Id),
        Path = Path,
        VideoId = Video,
        Kind = Kind,
        Reason = Reason,
        Size = Size,
        State = State,
        FoundAt = DateTimeOffset.FromUnixTimeMilliseconds(FoundAt),
        RestorableUntil = State == FindingState.Quarantined ? UnixTime.FromColumn(QuarantinedAt) + quarantineLife : null,
    };
}
