namespace OrleansVideo.Comments;

/// <summary>The rule for a comment's text.</summary>
public static class CommentText
{
    /// <summary>The longest comment, in UTF-16 code units.</summary>
    public const int MaxLength = 2_000;

    /// <summary>Whether the text, already trimmed, can be a comment: 1 to 2,000 characters; line breaks are allowed.</summary>
    public static bool IsValid(string? text) => text is { Length: >= 1 and <= MaxLength } && PlainText.IsMultiLine(text);
}
