using OrleansVideo.Accounts;
using OrleansVideo.Videos;

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
    VisibilityLimitJson? VisibilityLimit)
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
        VisibilityLimitJson.From(video.Limit));
}
