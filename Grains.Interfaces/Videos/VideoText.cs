namespace OrleansVideo.Videos;

/// <summary>The rules for a video's texts.</summary>
public static class VideoText
{
    /// <summary>The longest title, in UTF-16 code units.</summary>
    public const int MaxTitle = 120;

    /// <summary>The longest description, in UTF-16 code units.</summary>
    public const int MaxDescription = 5_000;

    /// <summary>Whether the text, already trimmed, can be a title: 1 to 120 characters, no controls, well-formed Unicode.</summary>
    public static bool IsTitle(string? text) =>
        text is { Length: >= 1 and <= MaxTitle } && PlainText.IsSingleLine(text);

    /// <summary>Whether the text can be a description: up to 5,000 characters; line breaks and tabs are its only controls.</summary>
    public static bool IsDescription(string text) => text.Length <= MaxDescription && PlainText.IsMultiLine(text);
}
