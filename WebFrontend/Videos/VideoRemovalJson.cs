using OrleansVideo.Videos;
using OrleansVideo.WebFrontend.Api;

namespace OrleansVideo.WebFrontend.Videos;

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
