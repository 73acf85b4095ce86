using OrleansVideo.Videos;

namespace OrleansVideo.Grains.Videos;

/// <summary>From the stored state to what leaves the grain.</summary>
internal static class VideoStateMapping
{
    /// <summary>The facts of the video; null when there is none.</summary>
    public static VideoDetails? ToDetails(this VideoState state, Guid id) => state.Revision == 0 ? null : new VideoDetails
    {
        Id = id,
        OwnerId = state.OwnerId,
        Owner = state.Owner,
        Title = state.Title,
        Description = state.Description,
        Visibility = state.ShownVisibility,
        Status = state.Status,
        Failure = state.Failure,
        Size = state.Content?.Size,
        ContentType = state.Content?.ContentType,
        ContentHash = state.Content?.Sha256,
        DurationSeconds = state.Probe?.DurationSeconds,
        Width = state.Probe?.Width,
        Height = state.Probe?.Height,
        VideoCodec = state.Probe?.VideoCodec,
        AudioCodec = state.Probe?.AudioCodec,
        HasPoster = state.Probe?.HasPoster ?? false,
        Views = state.Views,
        CreatedAt = state.CreatedAt,
        PublishedAt = state.PublishedAt,
        DeleteAfter = state.DeleteAfter,
        Revision = state.Revision,
        IsNewer = state.IsNewer,
        Removal = state.ToRemoval(),
        Limit = state.VisibilityLimit is { } limit ? new VisibilityLimit(limit.Most, limit.Reason, limit.Since) : null,
    };

    /// <summary>
    /// Whose act the trash is, a hold before what it lies upon; null when the video is not in the trash. A deletion that the state knows
    /// nothing of is its owner's.
    /// </summary>
    private static VideoHiding? ToRemoval(this VideoState state) => state switch
    {
        { Status: not (VideoStatus.Trashed or VideoStatus.Purging) } => null,
        { Removal: { HeldSince: { } since } held } when held.Generation == state.DeletionGeneration => new(HiddenBy.Hold, held.HoldReason, since),
        { Removal: { } removal } when removal.Generation == state.DeletionGeneration => new(removal.By, removal.Reason, removal.Since),
        _ => new(HiddenBy.Owner, null, null),
    };
}
