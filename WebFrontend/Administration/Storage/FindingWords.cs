using System.Text.Json;
using OrleansVideo.Storage;

namespace OrleansVideo.WebFrontend.Administration.Storage;

/// <summary>The words that stand for kinds and states of findings in JSON and queries: the names in camel case.</summary>
internal static class FindingWords
{
    private static readonly Dictionary<string, FindingState> States =
        Enum.GetValues<FindingState>().ToDictionary(Of, StringComparer.Ordinal);

    /// <summary>The word for a kind.</summary>
    public static string Of(FindingKind kind) => JsonNamingPolicy.CamelCase.ConvertName(kind.ToString());

    /// <summary>The word for a state.</summary>
    public static string Of(FindingState state) => JsonNamingPolicy.CamelCase.ConvertName(state.ToString());

    /// <summary>The state that a word stands for.</summary>
    public static bool TryParse(string word, out FindingState state) => States.TryGetValue(word, out state);
}
