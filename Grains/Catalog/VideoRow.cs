using System.Text.Json;
using OrleansVideo.Accounts;
using OrleansVideo.Grains.Database;
using OrleansVideo.Videos;
using Riok.Mapperly.Abstractions;

namespace OrleansVideo.Grains.Catalog;

/// <summary>
/// One row of the table <c>videos</c>, as it is written and read: each property is a column of the same name in snake case. Moments are
/// Unix milliseconds.
/// </summary>
internal sealed record VideoRow
{
    /// <summary>The columns with which a video is born; an update leaves them as they are.</summary>
    private static readonly string[] Fixed = [nameof(Id), nameof(OwnerId), nameof(OwnerName), nameof(OwnerKey), nameof(CreatedAt)];

    private static readonly string[] Names = [.. typeof(VideoRow).GetProperties().Select(property => property.Name)];

    /// <summary>The columns of this row, of the table or alias <c>v</c>.</summary>
    public static readonly string Columns = Join(name => name == nameof(Views)
        ? "v.views + coalesce((select t.views from view_totals t where t.video_id = v.id), 0) as Views"
        : $"v.{Column(name)} as {name}");

    /// <summary>Writes the row unless a newer one is there.</summary>
    public static readonly string UpsertSql =
        $$"""
        insert into videos ({{Join(Column)}}, changed_at) values ({{Join(name => "@" + name)}}, {now})
        on conflict (id) do update set
            {{string.Join(", ", Names.Except(Fixed).Select(name => $"{Column(name)} = excluded.{Column(name)}"))}}, changed_at = excluded.changed_at
        where videos.revision < excluded.revision
        """;

    public required string Id { get; init; }
    public required string OwnerId { get; init; }
    public required string OwnerName { get; init; }
    public required string OwnerKey { get; init; }
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
    public string? Language { get; init; }
    public long? FailureCode { get; init; }
    public long? FailurePresent { get; init; }
    public long? FailureNeeded { get; init; }

    private static string Column(string name) => JsonNamingPolicy.SnakeCaseLower.ConvertName(name);

    private static string Join(Func<string, string> part) => string.Join(", ", Names.Select(part));
}

/// <summary>Between a video's details and its row. A member of either that has no counterpart fails the build, unless it is named here. A text column that is null, as from an earlier
/// release, is an empty text.</summary>
[Mapper(ThrowOnMappingNullMismatch = false)]
internal static partial class VideoRowMapper
{
    [MapProperty(nameof(VideoDetails.Owner), nameof(VideoRow.OwnerName))]
    [MapProperty(nameof(VideoDetails.Owner), nameof(VideoRow.OwnerKey), Use = nameof(Normalize))]
    [MapProperty([nameof(VideoDetails.Removal), nameof(VideoHiding.By)], [nameof(VideoRow.RemovedBy)])]
    [MapProperty([nameof(VideoDetails.Removal), nameof(VideoHiding.Reason)], [nameof(VideoRow.RemovedReason)])]
    [MapProperty([nameof(VideoDetails.Removal), nameof(VideoHiding.Since)], [nameof(VideoRow.RemovedAt)])]
    [MapProperty([nameof(VideoDetails.Limit), nameof(VisibilityLimit.Most)], [nameof(VideoRow.LimitMost)])]
    [MapProperty([nameof(VideoDetails.Limit), nameof(VisibilityLimit.Reason)], [nameof(VideoRow.LimitReason)])]
    [MapProperty([nameof(VideoDetails.Limit), nameof(VisibilityLimit.Since)], [nameof(VideoRow.LimitAt)])]
    [MapProperty([nameof(VideoDetails.FailureCause), nameof(VideoFailure.Code)], [nameof(VideoRow.FailureCode)])]
    [MapProperty([nameof(VideoDetails.FailureCause), nameof(VideoFailure.Present)], [nameof(VideoRow.FailurePresent)])]
    [MapProperty([nameof(VideoDetails.FailureCause), nameof(VideoFailure.Needed)], [nameof(VideoRow.FailureNeeded)])]
    [MapperIgnoreSource(nameof(VideoDetails.IsNewer))]
    public static partial VideoRow ToRow(this VideoDetails video);

    [MapProperty(nameof(VideoRow.OwnerName), nameof(VideoDetails.Owner))]
    [MapPropertyFromSource(nameof(VideoDetails.Removal), Use = nameof(ToRemoval))]
    [MapPropertyFromSource(nameof(VideoDetails.Limit), Use = nameof(ToLimit))]
    [MapPropertyFromSource(nameof(VideoDetails.FailureCause), Use = nameof(ToFailureCause))]
    [MapperIgnoreSource(nameof(VideoRow.OwnerKey))]
    [MapperIgnoreSource(nameof(VideoRow.RemovedBy)), MapperIgnoreSource(nameof(VideoRow.RemovedReason)), MapperIgnoreSource(nameof(VideoRow.RemovedAt))]
    [MapperIgnoreSource(nameof(VideoRow.LimitMost)), MapperIgnoreSource(nameof(VideoRow.LimitReason)), MapperIgnoreSource(nameof(VideoRow.LimitAt))]
    [MapperIgnoreSource(nameof(VideoRow.FailureCode)), MapperIgnoreSource(nameof(VideoRow.FailurePresent)), MapperIgnoreSource(nameof(VideoRow.FailureNeeded))]
    [MapperIgnoreTarget(nameof(VideoDetails.IsNewer))]
    public static partial VideoDetails ToDetails(this VideoRow row);

    /// <summary>A release that does not know these columns leaves them as they were: they count only in the state that they belong to.</summary>
    private static VideoHiding? ToRemoval(VideoRow row) => (VideoStatus)row.Status is VideoStatus.Trashed or VideoStatus.Purging
        ? new VideoHiding((HiddenBy?)row.RemovedBy ?? HiddenBy.Owner, row.RemovedReason, UnixTime.FromColumn(row.RemovedAt))
        : null;

    /// <summary>So too these: they count only beside the sentence that they stand for.</summary>
    private static VideoFailure? ToFailureCause(VideoRow row)
    {
        if (row.FailureCode is not { } code) return null;
        var cause = new VideoFailure { Code = (VideoFailureCode)code, Present = row.FailurePresent, Needed = row.FailureNeeded };
        return cause.InEnglish() == row.Failure ? cause : null;
    }

    private static VisibilityLimit? ToLimit(VideoRow row) =>
        row.LimitMost is { } most && UnixTime.FromColumn(row.LimitAt) is { } since
        && !((Visibility)row.Visibility).IsMoreOpenThan((Visibility)most)
            ? new VisibilityLimit((Visibility)most, row.LimitReason, since)
            : null;

    [UserMapping(Default = false)]
    private static string Normalize(string userName) => UserName.Normalize(userName);

    private static string ToText(Guid id) => id.ToString("D");

    private static Guid ToGuid(string id) => Guid.Parse(id);

    private static long ToMilliseconds(DateTimeOffset moment) => moment.ToUnixTimeMilliseconds();

    private static DateTimeOffset ToMoment(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);

    private static long ToNumber(bool value) => value ? 1 : 0;

    private static bool ToBool(long value) => value != 0;

    private static long ToNumber(Visibility value) => (long)value;

    private static Visibility ToVisibility(long value) => (Visibility)value;

    private static long ToNumber(VideoStatus value) => (long)value;

    private static VideoStatus ToStatus(long value) => (VideoStatus)value;

    private static long ToNumber(HiddenBy value) => (long)value;

    private static long ToNumber(VideoFailureCode value) => (long)value;
}
