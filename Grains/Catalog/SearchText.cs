namespace OrleansVideo.Grains.Catalog;

/// <summary>Takes the words out of what people type into the search field.</summary>
internal static class SearchText
{
    /// <summary>Words taken of one search; further ones are left out.</summary>
    public const int MaxWords = 16;

    /// <summary>The words, without characters that no database takes as text; none when there is nothing to look for.</summary>
    public static IReadOnlyList<string> Words(string? text) =>
        [.. (text ?? "")
            .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            .Select(word => word.Replace("\0", "", StringComparison.Ordinal))
            .Where(word => word.Any(char.IsLetterOrDigit))
            .Take(MaxWords)];
}
