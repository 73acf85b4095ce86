using OrleansVideo.Videos;

namespace OrleansVideo.WebFrontend.Videos;

/// <summary>The words that stand for states and visibilities in JSON, queries and forms: the names in lower case.</summary>
public static class VideoWords
{
    private static readonly Dictionary<string, Visibility> Visibilities =
        Enum.GetValues<Visibility>().ToDictionary(Of, StringComparer.Ordinal);

    private static readonly Dictionary<string, VideoStatus> States =
        Enum.GetValues<VideoStatus>().ToDictionary(Of, StringComparer.Ordinal);

    /// <summary>The word for a visibility.</summary>
    public static string Of(Visibility visibility) => Lower(visibility.ToString());

    /// <summary>The word for a state.</summary>
    public static string Of(VideoStatus status) => Lower(status.ToString());

    /// <summary>The visibility that a word stands for.</summary>
    public static bool TryParse(string word, out Visibility visibility) => Visibilities.TryGetValue(word, out visibility);

    /// <summary>The state that a word stands for.</summary>
    public static bool TryParse(string word, out VideoStatus status) => States.TryGetValue(word, out status);

    private static string Lower(string name)
    {
#pragma warning disable CA1308 // These are words of the API, not text to be compared.
        return name.ToLowerInvariant();
#pragma warning restore CA1308
    }
}
