using System.Text.RegularExpressions;

namespace OrleansVideo.Videos;

/// <summary>The facts of one video as its grain knows them. Whether a caller may see them: <see cref="VideoAccess"/>.</summary>
[GenerateSerializer, Immutable, Alias("VideoDetails")]
public sealed record VideoDetails
{
    /// <summary>The video's id (UUID version 7).</summary>
    [Id(0)] public required Guid Id { get; init; }

    /// <summary>The owner's account id.</summary>
    [Id(1)] public required Guid OwnerId { get; init; }

    /// <summary>The owner's user name.</summary>
    [Id(2)] public required string Owner { get; init; }

    /// <summary>1 to 120 characters; empty on a tombstone.</summary>
    [Id(3)] public required string Title { get; init; }

    /// <summary>Up to 5,000 characters, may be empty.</summary>
    [Id(4)] public string Description { get; init; } = "";

    /// <summary>Who may see it.</summary>
    [Id(5)] public required Visibility Visibility { get; init; }

    /// <summary>Where it is in its life.</summary>
    [Id(6)] public required VideoStatus Status { get; init; }

    /// <summary>Why it failed, in English; null unless it did. For releases that know no <see cref="FailureCause"/>, and where it is null.</summary>
    [Id(7)] public string? Failure { get; init; }

    /// <summary>Size of the content in bytes; null before there is any.</summary>
    [Id(8)] public long? Size { get; init; }

    /// <summary>Duration in seconds; null when unknown.</summary>
    [Id(9)] public double? DurationSeconds { get; init; }

    /// <summary>Width of the picture as shown, in pixels.</summary>
    [Id(10)] public int? Width { get; init; }

    /// <summary>Height of the picture as shown, in pixels.</summary>
    [Id(11)] public int? Height { get; init; }

    /// <summary>Short name of the video codec, such as <c>h264</c>.</summary>
    [Id(12)] public string? VideoCodec { get; init; }

    /// <summary>Short name of the audio codec, such as <c>aac</c>.</summary>
    [Id(13)] public string? AudioCodec { get; init; }

    /// <summary>Media type by content, such as <c>video/mp4</c>.</summary>
    [Id(14)] public string? ContentType { get; init; }

    /// <summary>SHA-256 of the content, lower-case hexadecimal: the strong validator.</summary>
    [Id(15)] public string? ContentHash { get; init; }

    /// <summary>Whether there is a poster image.</summary>
    [Id(16)] public bool HasPoster { get; init; }

    /// <summary>
    /// How many playbacks were granted. The grain's own answer has those alone that it counted itself, before
    /// <see cref="IViewCounterGrain"/> did; lists have all, as of the last minute.
    /// </summary>
    [Id(17)] public long Views { get; init; }

    /// <summary>When the draft was created.</summary>
    [Id(18)] public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it became ready; null before.</summary>
    [Id(19)] public DateTimeOffset? PublishedAt { get; init; }

    /// <summary>When it will be purged; null unless it is in the trash.</summary>
    [Id(20)] public DateTimeOffset? DeleteAfter { get; init; }

    /// <summary>Grows by one with each change.</summary>
    [Id(21)] public required long Revision { get; init; }

    /// <summary>Whether a newer release wrote it: it can be shown, and every change is refused with <see cref="RefusalCode.NewerVersion"/>.</summary>
    [Id(22)] public bool IsNewer { get; init; }

    /// <summary>Whose act has put it into the trash; null unless it is there, or being removed.</summary>
    [Id(23)] public VideoHiding? Removal { get; init; }

    /// <summary>An admin's ceiling on its visibility; null when there is none.</summary>
    [Id(24)] public VisibilityLimit? Limit { get; init; }

    /// <summary>The language that is spoken in it, as a BCP 47 tag (RFC 5646) such as <c>en</c>; empty when nobody said.</summary>
    [Id(25)] public string Language { get; init; } = "";

    /// <summary>Why it failed; null unless it did, and of failures from before there were codes.</summary>
    [Id(26)] public VideoFailure? FailureCause { get; init; }
}

/// <summary>
/// Where a video is in its life: draft → processing → ready → trashed (undo until the deadline) → purging → purged; or
/// failed. The names are those of the HTTP face's <c>state</c>, in lower case.
/// A video's state has the name, rows and messages have the number.
/// </summary>
public enum VideoStatus
{
    /// <summary>A newer release wrote a status that this one does not know: the video can be neither played nor changed here.</summary>
    Unknown = 0,

    /// <summary>Created; its content is not here yet.</summary>
    Draft = 1,

    /// <summary>Its content is here whole, and is being looked at.</summary>
    Processing = 2,

    /// <summary>Can be played.</summary>
    Ready = 3,

    /// <summary>Its content cannot be played; <see cref="VideoDetails.FailureCause"/> says why.</summary>
    Failed = 4,

    /// <summary>In the trash; its owner can bring it back until the deadline.</summary>
    Trashed = 5,

    /// <summary>Its files are being removed.</summary>
    Purging = 6,

    /// <summary>Gone; a tombstone keeps the id from being used again.</summary>
    Purged = 7,
}

/// <summary>Who may see a video, its owner and admins apart. A state has the name, rows and messages the number.</summary>
public enum Visibility
{
    /// <summary>A newer release wrote a visibility that this one does not know: treated as private.</summary>
    Unknown = 0,

    /// <summary>Everybody, and lists show it.</summary>
    Public = 1,

    /// <summary>Everybody who has the link; no list shows it.</summary>
    Unlisted = 2,

    /// <summary>Nobody else.</summary>
    Private = 3,
}

/// <summary>What a caller says of a video when creating it.</summary>
/// <param name="Title">Title, trimmed by the grain.</param>
/// <param name="Description">Description, may be empty.</param>
/// <param name="Visibility">Who may see it.</param>
[GenerateSerializer, Immutable, Alias("NewVideo")]
public sealed record NewVideo(
    [property: Id(0)] string Title,
    [property: Id(1)] string Description,
    [property: Id(2)] Visibility Visibility)
{
    /// <summary>The language that is spoken in it; see <see cref="VideoDetails.Language"/>.</summary>
    [Id(3)] public string Language { get; init; } = "";
}

/// <summary>A change to a video's texts and visibility; what is null stays.</summary>
/// <param name="Title">New title, or null.</param>
/// <param name="Description">New description, or null.</param>
/// <param name="Visibility">New visibility, or null.</param>
[GenerateSerializer, Immutable, Alias("VideoEdit")]
public sealed record VideoEdit(
    [property: Id(0)] string? Title,
    [property: Id(1)] string? Description,
    [property: Id(2)] Visibility? Visibility)
{
    /// <summary>Why, when an admin sets another's visibility; null when nothing is said. See <see cref="RemovalReason"/>.</summary>
    [Id(3)] public string? Reason { get; init; }

    /// <summary>New language, empty for none, or null.</summary>
    [Id(4)] public string? Language { get; init; }
}

/// <summary>The rules for a video's texts.</summary>
public static partial class VideoText
{
    /// <summary>The longest language tag: with all its parts, RFC 5646 §4.4.1 finds no longer one.</summary>
    public const int MaxLanguage = 35;

    /// <summary>The longest title, in UTF-16 code units.</summary>
    public const int MaxTitle = 120;

    /// <summary>The longest description, in UTF-16 code units.</summary>
    public const int MaxDescription = 5_000;

    /// <summary>The rule that one of the video's texts breaks; null when all hold.</summary>
    public static Refusal? Refuse(VideoDetails video) => video switch
    {
        _ when !IsTitle(video.Title) => RefusalCode.TitleInvalid,
        _ when !IsDescription(video.Description) => RefusalCode.DescriptionInvalid,
        _ when !IsLanguage(video.Language) =>
            new(RefusalCode.FieldInvalid, "A language is a tag of BCP 47, such as en, pt-BR or zh-Hans.") { Field = "language" },
        _ => null,
    };

    /// <summary>Whether the text, already trimmed, can be a title: 1 to 120 characters, no controls, well-formed Unicode.</summary>
    public static bool IsTitle(string? text) =>
        text is { Length: >= 1 and <= MaxTitle } && PlainText.IsSingleLine(text);

    /// <summary>Whether the text can be a description: up to 5,000 characters; line breaks and tabs are its only controls.</summary>
    public static bool IsDescription(string text) => text.Length <= MaxDescription && PlainText.IsMultiLine(text);

    /// <summary>Whether the text is a language tag, language with script, region and variants (RFC 5646 §2.1), or empty.</summary>
    public static bool IsLanguage(string text) => text.Length <= MaxLanguage && (text.Length == 0 || LanguageTag().IsMatch(text));

    [GeneratedRegex("^[A-Za-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?(-([A-Za-z0-9]{5,8}|[0-9][A-Za-z0-9]{3}))*\\z")]
    private static partial Regex LanguageTag();
}
