using OrleansVideo.Videos;

namespace OrleansVideo.Grains.Videos;

/// <summary>The stored state of one video. Revision 0 means that there is none.</summary>
internal sealed record VideoState
{
    /// <summary>Version of this stored form.</summary>
    public int Schema { get; init; } = 1;

    /// <summary>Grows by one with each write.</summary>
    public long Revision { get; init; }

    public Guid OwnerId { get; init; }
    public string Owner { get; init; } = "";
    public string Title { get; init; } = "";
    public string Description { get; init; } = "";
    public Visibility Visibility { get; init; } = Visibility.Private;
    public VideoStatus Status { get; init; } = VideoStatus.Draft;
    public string? Failure { get; init; }
    public StoredContent? Content { get; init; }
    public ProbeReport? Probe { get; init; }
    public long Views { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? PublishedAt { get; init; }
    public DateTimeOffset? DeleteAfter { get; init; }

    /// <summary>Number of the latest deletion that reached this video, undone or not; older ones are refused.</summary>
    public long DeletionGeneration { get; init; }

    /// <summary>When the purge was complete.</summary>
    public DateTimeOffset? PurgedAt { get; init; }

    /// <summary>Bytes that the purge freed.</summary>
    public long? BytesFreed { get; init; }

    /// <summary>Whether public lists show this video.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsListed => Status == VideoStatus.Ready && Visibility == Visibility.Public;
}
