namespace OrleansVideo;

/// <summary>What text of users may hold: well-formed Unicode without controls that hide or reorder what people read.</summary>
public static class PlainText
{
    /// <summary>Whether the text is one line: no control character and no lone surrogate.</summary>
    public static bool IsSingleLine(string text) => IsWellFormed(text) && !text.Any(IsForbidden);

    /// <summary>As <see cref="IsSingleLine"/>, but line breaks and tabs are allowed.</summary>
    public static bool IsMultiLine(string text) =>
        IsWellFormed(text) && !text.Any(c => IsForbidden(c) && c is not ('\n' or '\r' or '\t'));

    /// <summary>
    /// Controls (C0, C1), line and paragraph separators, and the bidirectional overrides and isolates that can make a
    /// text look like another one (Unicode TR 36).
    /// </summary>
    private static bool IsForbidden(char c) =>
        char.IsControl(c) || c is '\u2028' or '\u2029' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');

    private static bool IsWellFormed(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i])) continue;
            if (!char.IsHighSurrogate(text[i]) || i + 1 == text.Length || !char.IsLowSurrogate(text[i + 1])) return false;
            i++;
        }

        return true;
    }
}
