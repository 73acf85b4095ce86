namespace OrleansVideo.Grains.Catalog;

/// <summary>Turns what people type into a full-text expression in which nothing is an operator.</summary>
internal static class SearchText
{
    /// <summary>Words taken of one search; further ones are left out.</summary>
    public const int MaxWords = 16;

    /// <summary>
    /// Every word must occur, as a whole or as a beginning: <c>"big"* "buck"*</c>. Null when the text holds no word.
    /// </summary>
    public static string? ToMatchExpression(string? text)
    {
        var words = (text ?? "")
            .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            .Where(word => word.Any(char.IsLetterOrDigit))
            .Take(MaxWords)
            .Select(word => '"' + word.Replace("\0", "", StringComparison.Ordinal).Replace("\"", "\"\"", StringComparison.Ordinal) + "\"*")
            .ToArray();
        return words.Length == 0 ? null : string.Join(' ', words);
    }
}
