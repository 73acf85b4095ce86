namespace OrleansVideo.Uploads;

/// <summary>An upload's state as the dashboard shows it.</summary>
[GenerateSerializer, Immutable, Alias("UploadStateView")]
public sealed record UploadStateView
{
    /// <summary>Number of the newest write lease; 0 when there never was one.</summary>
    [Id(0)] public int Lease { get; init; }

    /// <summary>Until when the lease is valid unless renewed; null when nobody writes.</summary>
    [Id(1)] public DateTimeOffset? LeasedUntil { get; init; }

    /// <summary>Announced length in bytes; null when not announced.</summary>
    [Id(2)] public long? Length { get; init; }

    /// <summary>Bytes received when the lease was last renewed.</summary>
    [Id(3)] public long Received { get; init; }

    /// <summary>Whether all bytes are here and the file waits to be published or looked at.</summary>
    [Id(4)] public bool IsComplete { get; init; }

    /// <summary>When an unfinished upload is given up.</summary>
    [Id(5)] public DateTimeOffset? ExpiresAt { get; init; }
}
