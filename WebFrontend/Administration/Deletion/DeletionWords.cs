using System.Text.Json;
using OrleansVideo.Deletion;

namespace OrleansVideo.WebFrontend.Administration.Deletion;

/// <summary>The words that stand for a deletion's states in JSON, queries and forms, and for what admins do about it in paths.</summary>
public static class DeletionWords
{
    private static readonly Dictionary<string, DeletionState> States =
        Enum.GetValues<DeletionState>().ToDictionary(Of, StringComparer.Ordinal);

    /// <summary>The word for a state, such as <c>deadLetter</c>.</summary>
    public static string Of(DeletionState state) => JsonNamingPolicy.CamelCase.ConvertName(state.ToString());

    /// <summary>The word for a command, such as <c>hold</c>.</summary>
    public static string Of(DeletionCommand command) => JsonNamingPolicy.CamelCase.ConvertName(command.ToString());

    /// <summary>The state that a word stands for.</summary>
    public static bool TryParse(string word, out DeletionState state) => States.TryGetValue(word, out state);
}
