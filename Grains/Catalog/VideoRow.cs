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
        v.delete_after as DeleteAfter, v.revision as Revision
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
    };
}
