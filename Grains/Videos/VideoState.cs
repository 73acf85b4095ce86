using System.Text.Json;
using System.Text.Json.Serialization;
using OrleansVideo.Grains.Database;
using OrleansVideo.Videos;
using Riok.Mapperly.Abstractions;

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

    /// <summary>A language tag; empty or null for none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Language { get; set; }

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

    /// <summary>Whose act the trash is; null before the first, and on states from before this was kept: its owner's.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public StoredRemoval? Removal { get; set; }

    /// <summary>An admin's ceiling on the visibility.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public StoredLimit? VisibilityLimit { get; set; }

    /// <summary>When the purge was complete.</summary>
    public DateTimeOffset? PurgedAt { get; set; }

    /// <summary>Bytes that the purge freed.</summary>
    public long? BytesFreed { get; set; }

    /// <summary>Whether public lists show this video.</summary>
    [JsonIgnore]
    public bool IsListed => Status == VideoStatus.Ready && ShownVisibility == Visibility.Public;

    /// <summary>The visibility that holds: a release that knows no ceiling may have opened the video beyond it.</summary>
    [JsonIgnore]
    public Visibility ShownVisibility =>
        VisibilityLimit is { } limit && Visibility.IsMoreOpenThan(limit.Most) ? limit.Most : Visibility;

    /// <inheritdoc/>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? More { get; set; }

    /// <inheritdoc/>
    [JsonIgnore]
    public bool IsNewer => Schema > CurrentSchema || Status == VideoStatus.Unknown || Visibility == Visibility.Unknown
        || Removal is { By: HiddenBy.Unknown } || VisibilityLimit is { Most: Visibility.Unknown } or { OwnersChoice: Visibility.Unknown };
}

/// <summary>Whose act a deletion is, as the video knows it: for its owner to be told. The ledger's row decides.</summary>
/// <param name="By">The owner or an admin.</param>
/// <param name="Reason">What an admin has said of it.</param>
/// <param name="Since">Since when.</param>
internal sealed record StoredRemoval(HiddenBy By, string? Reason, DateTimeOffset? Since)
{
    /// <summary>Which deletion this is about: a release that does not know this keeps it beyond its time.</summary>
    public long Generation { get; init; }

    /// <summary>Version of the ledger's word; 0 when the video has seen the deletion by itself.</summary>
    public long Version { get; init; }

    /// <summary>Since when an admin holds it; null when nobody does.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? HeldSince { get; init; }

    /// <summary>What was said of the hold.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? HoldReason { get; init; }

    /// <summary>Members of newer releases, kept when the state is written.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? More { get; set; }
}

/// <summary>An admin's ceiling on a video's visibility.</summary>
/// <param name="Most">The most open visibility that the owner can give it.</param>
/// <param name="Reason">What an admin has said of it.</param>
/// <param name="Since">Since when.</param>
/// <param name="OwnersChoice">What the owner had chosen, or has since: what holds once the ceiling goes.</param>
internal sealed record StoredLimit(Visibility Most, string? Reason, DateTimeOffset Since, Visibility OwnersChoice)
{
    /// <summary>Members of newer releases, kept when the state is written.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? More { get; set; }
}

/// <summary>From the stored state to what leaves the grain. A member without a counterpart fails the build, unless it is named here.</summary>
[Mapper(ThrowOnMappingNullMismatch = false)]
internal static partial class VideoStateMapping
{
    /// <summary>The facts of the video; null when there is none.</summary>
    public static VideoDetails? ToDetails(this VideoState state, Guid id) => state.Revision == 0 ? null : Map(state, id);

    /// <summary>The facts, also of a state that is not stored yet.</summary>
    [MapProperty(nameof(VideoState.ShownVisibility), nameof(VideoDetails.Visibility))]
    [MapProperty(nameof(VideoState.Failure), nameof(VideoDetails.Failure))]
    [MapProperty([nameof(VideoState.Content), nameof(StoredContent.Sha256)], [nameof(VideoDetails.ContentHash)])]
    [MapProperty(nameof(VideoState.VisibilityLimit), nameof(VideoDetails.Limit))]
    [MapPropertyFromSource(nameof(VideoDetails.Removal), Use = nameof(ToRemoval))]
    [MapPropertyFromSource(nameof(VideoDetails.FailureCause), Use = nameof(ToFailureCause))]
    [MapNestedProperties(nameof(VideoState.Content))]
    [MapNestedProperties(nameof(VideoState.Probe))]
    [MapperIgnoreSource(nameof(VideoState.Schema)), MapperIgnoreSource(nameof(VideoState.DeletionGeneration)), MapperIgnoreSource(nameof(VideoState.PurgedAt))]
    [MapperIgnoreSource(nameof(VideoState.BytesFreed)), MapperIgnoreSource(nameof(VideoState.IsListed)), MapperIgnoreSource(nameof(VideoState.More))]
    public static partial VideoDetails Map(VideoState state, Guid id);

    [MapperIgnoreSource(nameof(StoredLimit.OwnersChoice)), MapperIgnoreSource(nameof(StoredLimit.More))]
    private static partial VisibilityLimit Map(StoredLimit limit);

    /// <summary>A failure without a report of the probe is that of an upload; one whose report has no code is from before there were codes.</summary>
    private static VideoFailure? ToFailureCause(VideoState state) => state switch
    {
        { Failure: null } => null,
        { Probe: { } report } => report.Cause,
        _ => new VideoFailure { Code = VideoFailureCode.UploadLost },
    };

    /// <summary>
    /// Whose act the trash is, a hold before what it lies upon; null when the video is not in the trash. A deletion that the state knows
    /// nothing of is its owner's.
    /// </summary>
    private static VideoHiding? ToRemoval(VideoState state) => state switch
    {
        { Status: not (VideoStatus.Trashed or VideoStatus.Purging) } => null,
        { Removal: { HeldSince: { } since } held } when held.Generation == state.DeletionGeneration => new(HiddenBy.Hold, held.HoldReason, since),
        { Removal: { } removal } when removal.Generation == state.DeletionGeneration => new(removal.By, removal.Reason, removal.Since),
        _ => new(HiddenBy.Owner, null, null),
    };
}

/// <summary>
/// What a request says of a video, onto a copy of its state; null says nothing. A member that has no place in the state fails the build,
/// unless it is named here.
/// </summary>
[Mapper(AllowNullPropertyAssignment = false, RequiredMappingStrategy = RequiredMappingStrategy.Source)]
internal static partial class VideoEdits
{
    public static partial void Apply(NewVideo video, VideoState state);

    /// <summary>The visibility has rules of its own.</summary>
    [MapperIgnoreSource(nameof(VideoEdit.Visibility)), MapperIgnoreSource(nameof(VideoEdit.Reason))]
    public static partial void Apply(VideoEdit edit, VideoState state);

    private static string Trim(string text) => text.Trim();
}
