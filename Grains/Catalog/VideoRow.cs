using OrleansVideo.Grains.Database;
using OrleansVideo.Videos;

namespace OrleansVideo.Grains.Catalog;

/// <summary>One row of the table <c>videos</c>, as Dapper reads it. Moments are Unix milliseconds.</summary>
internal sealed class VideoRow
{
    /// <summary>The columns of this row, of the table or alias <c>v</c>.</summary>
    public const string Columns =
        """
        v.id as Id, v.owner_id as OwnerId, v.owner_name as Owner, v.title as Title, v.description as Description,
        v.visibility as Visibility, v.status as Status, v.failure as Failure, v.size as Size,
        v.duration_seconds as DurationSeconds, v.width as Width, v.height as Height, v.video_codec as VideoCodec,
        v.audio_codec as AudioCodec, v.content_type as ContentType, v.content_hash as ContentHash,
        v.has_poster as HasPoster,
        v.views + coalesce((select t.views from view_totals t where t.video_id = v.id), 0) as Views, v.created_at as CreatedAt, v.published_at as PublishedAt,
        v.delete_after as DeleteAfter, v.revision as Revision,
        v.removed_by as RemovedBy, v.removed_reason as RemovedReason, v.removed_at as RemovedAt,
        v.limit_most as LimitMost, v.limit_reason as LimitReason, v.limit_at as LimitAt
        """;

    public required string Id { get; init; }
    public required string OwnerId { get; init; }
    public required string Owner { get; init; }
    public required string Title { get; init; }
    public required string Description { get; init; }
    public required long Visibility { get; init; }
    public required long Status { get; init; }
    public string? Failure { get; init; }
    public long? Size { get; init; }
    public double? DurationSeconds { get; init; }
    public long? Width { get; init; }
    public long? Height { get; init; }
    public string? VideoCodec { get; init; }
    public string? AudioCodec { get; init; }
    public string? ContentType { get; init; }
    public string? ContentHash { get; init; }
    public long HasPoster { get; init; }
    public long Views { get; init; }
    public required long CreatedAt { get; init; }
    public long? PublishedAt { get; init; }
    public long? DeleteAfter { get; init; }
    public required long Revision { get; init; }
    public long? RemovedBy { get; init; }
    public string? RemovedReason { get; init; }
    public long? RemovedAt { get; init; }
    public long? LimitMost { get; init; }
    public string? LimitReason { get; init; }
    public long? LimitAt { get; init; }

    /// <summary>The row as it leaves the floor.</summary>
    public VideoDetails ToDetails() => new()
    {
        Id = Guid.Parse(Id),
        OwnerId = Guid.Parse(OwnerId),
        Owner = Owner,
        Title = Title,
        Description = Description,
        Visibility = (OrleansVideo.Videos.Visibility)Visibility,
        Status = (VideoStatus)Status,
        Failure = Failure,
        Size = Size,
        DurationSeconds = DurationSeconds,
        Width = (int?)Width,
        Height = (int?)Height,
        VideoCodec = VideoCodec,
        AudioCodec = AudioCodec,
        ContentType = ContentType,
        ContentHash = ContentHash,
        HasPoster = HasPoster != 0,
        Views = Views,
        CreatedAt = DateTimeOffset.FromUnixTimeMilliseconds(CreatedAt),
        PublishedAt = UnixTime.FromColumn(PublishedAt),
        DeleteAfter = UnixTime.FromColumn(DeleteAfter),
        Revision = Revision,
        Removal = ToRemoval(),
        Limit = ToLimit(),
    };

    /// <summary>A release that does not know these columns leaves them as they were: they count only in the state that they belong to.</summary>
    private VideoHiding? ToRemoval() => (VideoStatus)Status is VideoStatus.Trashed or VideoStatus.Purging
        ? new VideoHiding((HiddenBy?)RemovedBy ?? HiddenBy.Owner, RemovedReason, UnixTime.FromColumn(RemovedAt))
        : null;

    private VisibilityLimit? ToLimit() =>
        LimitMost is { } most && UnixTime.FromColumn(LimitAt) is { } since
        && !((OrleansVideo.Videos.Visibility)Visibility).IsMoreOpenThan((OrleansVideo.Videos.Visibility)most)
            ? new VisibilityLimit((OrleansVideo.Videos.Visibility)most, LimitReason, since)
            : null;
}
