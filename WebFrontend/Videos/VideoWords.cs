using OrleansVideo.Videos;
using OrleansVideo.WebFrontend.Api;

namespace OrleansVideo.WebFrontend.Videos;

/// <summary>The words that stand for states and visibilities in JSON, queries and forms.</summary>
public static class VideoWords
{
    /// <summary>The word for a visibility.</summary>
    public static string Of(Visibility visibility) => visibility.Word();

    /// <summary>The word for a state.</summary>
    public static string Of(VideoStatus status) => status.Word();

    /// <summary>The visibility that a word stands for.</summary>
    public static bool TryParse(string word, out Visibility visibility) => TryParse<Visibility>(word, out visibility);

    /// <summary>The visibility that a word stands for; null for none.</summary>
    /// <returns>Whether there is no word, or a known one.</returns>
    public static bool TryParseOrNull(string? word, out Visibility? visibility)
    {
        var isKnown = TryParse(word ?? "", out Visibility parsed);
        visibility = isKnown ? parsed : null;
        return isKnown || word is null;
    }

    /// <summary>The state that a word stands for.</summary>
    public static bool TryParse(string word, out VideoStatus status) => TryParse<VideoStatus>(word, out status);

    private static bool TryParse<TEnum>(string word, out TEnum value)
        where TEnum : struct, Enum
    {
        var known = EnumWords.Parse<TEnum>(word);
        value = known ?? default;
        return known is not null;
    }
}
