using OrleansVideo.Accounts;
using OrleansVideo.Videos;
using OrleansVideo.WebFrontend.Api;

namespace OrleansVideo.WebFrontend.Videos;

/// <summary>A video as the API shows it. Nulls are written; times are UTC, sizes bytes, durations seconds.</summary>
/// <param name="Id">The video's id.</param>
/// <param name="Title">Its title.</param>
/// <param name="Description">Its description, may be empty.</param>
/// <param name="Owner">Its owner's user name.</param>
/// <param name="Visibility">One of <c>public</c>, <c>unlisted</c>, <c>private</c>.</param>
/// <param name="State">One of <c>draft</c>, <c>processing</c>, <c>ready</c>, <c>failed</c>, <c>trashed</c>, <c>purging</c>, <c>purged</c>.</param>
/// <param name="Failure">Why it can't be played, in words.</param>
/// <param name="Size">Size of its content.</param>
/// <param name="DurationSeconds">Its duration.</param>
/// <param name="Width">Width in pixels.</param>
/// <param name="Height">Height in pixels.</param>
/// <param name="VideoCodec">Short name of the video codec.</param>
/// <param name="AudioCodec">Short name of the audio codec.</param>
/// <param name="ContentType">Media type by content.</param>
/// <param name="Views">How many playbacks were granted.</param>
/// <param name="CreatedAt">When the draft was created.</param>
/// <param name="PublishedAt">When it became ready.</param>
/// <param name="DeleteAfter">When its files go, once it is in the trash.</param>
/// <param name="PosterUrl">Where its poster image is.</param>
/// <param name="StreamUrl">Where it plays.</param>
/// <param name="Removal">Why it is in the trash; null unless it is, and to all but its owner and admins.</param>
/// <param name="Language">The language that is spoken in it, a BCP 47 tag; null when nobody said.</param>
/// <param name="VisibilityLimit">An admin's ceiling on its visibility; null when there is none, and to all but its owner and admins.</param>
public record VideoJson(
    Guid Id,
    string Title,
    string Description,
    string Owner,
    string Visibility,
    string State,
    string? Failure,
    long? Size,
    double? DurationSeconds,
    int? Width,
    int? Height,
    string? VideoCodec,
    string? AudioCodec,
    string? ContentType,
    long Views,
    DateTime CreatedAt,
    DateTime? PublishedAt,
    DateTime? DeleteAfter,
    string? PosterUrl,
    string StreamUrl,
    VideoRemovalJson? Removal,
    VisibilityLimitJson? VisibilityLimit,
    string? Language)
{
    /// <summary>The facts as this caller may know them.</summary>
    public static VideoJson For(VideoDetails video, Caller? caller) =>
        From(video.IsManagedBy(caller) ? video : video with { Removal = null, Limit = null });

    /// <summary>The facts in the shape of the API, those for its managers too.</summary>
    public static VideoJson From(VideoDetails video) => new(
        video.Id,
        video.Title,
        video.Description,
        video.Owner,
        VideoWords.Of(video.Visibility),
        VideoWords.Of(video.Status),
        video.Failure,
        video.Size,
        video.DurationSeconds,
        video.Width,
        video.Height,
        video.VideoCodec,
        video.AudioCodec,
        video.ContentType,
        video.Views,
        video.CreatedAt.UtcDateTime,
        video.PublishedAt?.UtcDateTime,
        video.DeleteAfter?.UtcDateTime,
        video.HasPoster ? $"/posters/{video.Id}.jpg" : null,
        $"/videos/{video.Id}",
        VideoRemovalJson.From(video.Removal),
        VisibilityLimitJson.From(video.Limit),
        video.Language.Length > 0 ? video.Language : null);
}

/// <summary>Why a video is in the trash, for those who manage it.</summary>
/// <param name="By">Whose act it is: <c>owner</c>, <c>admin</c>, or <c>hold</c> while an admin holds the deletion, whosever that is.</param>
/// <param name="Reason">What an admin has told the owner of it.</param>
/// <param name="Since">Since when; null when that is not known.</param>
public sealed record VideoRemovalJson(string By, string? Reason, DateTime? Since)
{
    /// <summary>The fact in the shape of the API.</summary>
    public static VideoRemovalJson? From(VideoHiding? removal) =>
        removal is null ? null : new(removal.By.Word(), removal.Reason, removal.Since?.UtcDateTime);
}

/// <summary>An admin's ceiling on a video's visibility, for those who manage it.</summary>
/// <param name="Most">The most open visibility that the owner can give it: <c>unlisted</c> or <c>private</c>.</param>
/// <param name="Reason">What an admin has told the owner of it.</param>
/// <param name="Since">Since when.</param>
public sealed record VisibilityLimitJson(string Most, string? Reason, DateTime Since)
{
    /// <summary>The fact in the shape of the API.</summary>
    public static VisibilityLimitJson? From(VisibilityLimit? limit) =>
        limit is null ? null : new(VideoWords.Of(limit.Most), limit.Reason, limit.Since.UtcDateTime);
}

/// <summary>The body of an admin's deletion or hold; it may be absent, and so may the reason.</summary>
/// <param name="Reason">What the video's owner is told: up to 500 characters in one line.</param>
public sealed record ReasonJson(string? Reason);

/// <summary>A video to create.</summary>
/// <param name="Title">1 to 120 characters.</param>
/// <param name="Description">Up to 5,000 characters; empty unless said.</param>
/// <param name="Visibility">One of <c>public</c>, <c>unlisted</c>, <c>private</c>; public unless said.</param>
/// <param name="Language">The language that is spoken in it, a BCP 47 tag such as <c>en</c>; none unless said.</param>
public sealed record NewVideoJson(string? Title, string? Description, string? Visibility, string? Language = null)
{
    /// <summary>What the grain is asked, or <see cref="RefusalCode.VisibilityInvalid"/>.</summary>
    internal Result<NewVideo> Read() => VideoWords.TryParseOrNull(Visibility, out var visibility)
        ? new NewVideo(Title ?? "", Description ?? "", visibility ?? OrleansVideo.Videos.Visibility.Public) { Language = Language ?? "" }
        : RefusalCode.VisibilityInvalid;
}

/// <summary>A change to a video; what is absent or null stays.</summary>
/// <param name="Title">New title.</param>
/// <param name="Description">New description.</param>
/// <param name="Visibility">New visibility.</param>
/// <param name="Reason">What the owner is told when an admin sets the visibility of another's video: up to 500 characters in one line.</param>
/// <param name="Language">New language, a BCP 47 tag; empty for none.</param>
public sealed record VideoEditJson(string? Title, string? Description, string? Visibility, string? Reason = null, string? Language = null)
{
    /// <summary>What the grain is asked, or <see cref="RefusalCode.VisibilityInvalid"/>.</summary>
    internal Result<VideoEdit> Read() => VideoWords.TryParseOrNull(Visibility, out var visibility)
        ? new VideoEdit(Title, Description, visibility) { Reason = Reason, Language = Language }
        : RefusalCode.VisibilityInvalid;
}
