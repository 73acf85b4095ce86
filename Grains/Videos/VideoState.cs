using System.Text.Json;
using System.Text.Json.Serialization;
using OrleansVideo.Grains.Database;
using OrleansVideo.Videos;

namespace OrleansVideo.Grains.Videos;

/// <summary>The stored state of one video. Revision 0 means that there is none.</summary>
internal sealed record VideoState : IStoredState
{
    private const int CurrentSchema = 1;

    /// <inheritdoc/>
    public int Schema { get; set; } = CurrentSchema;

    /// <summary>Grows by one with each write.</summary>
    public long Revision { get; set; }

    public Guid OwnerId { get; set; }
    public string Owner { get; set; } = "";
    public string Title { get; set; } = "";
    public string Description { get; set; } = "";
    public Visibility Visibility { get; set; } = Visibility.Private;
    public VideoStatus Status { get; set; } = VideoStatus.Draft;
    public string? Failure { get; set; }
    public StoredContent? Content { get; set; }
    public ProbeReport? Probe { get; set; }

    /// <summary>Views of the time before they were counted in rows of their own, which come on top.</summary>
    public long Views { get; set; }

    public DateTimeOffset CreatedAt { get; set; }
    public DateTimeOffset? PublishedAt { get; set; }
    public DateTimeOffset? DeleteAfter { get; set; }

    /// <summary>Number of the latest deletion that reached this video, undone or not; older ones are refused.</summary>
    public long DeletionGeneration { get; set; }

    /// <summary>When the purge was complete.</summary>
    public DateTimeOffset? PurgedAt { get; set; }

    /// <summary>Bytes that the purge freed.</summary>
    public long? BytesFreed { get; set; }

    /// <summary>Whether public lists show this video.</summary>
    [JsonIgnore]
    public bool IsListed => Status == VideoStatus.Ready && Visibility == Visibility.Public;

    /// <inheritdoc/>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? More { get; set; }

    /// <inheritdoc/>
    [JsonIgnore]
    public bool IsNewer => Schema > CurrentSchema || Status == VideoStatus.Unknown || Visibility == Visibility.Unknown;
}
