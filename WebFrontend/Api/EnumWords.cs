using System.Text.Json;

namespace OrleansVideo.WebFrontend.Api;

/// <summary>
/// The words that stand for the values of an enum in JSON, queries, forms and paths: their names in camel case. A number that a
/// newer release has sent is the word <c>unknown</c>, which is shown and never taken.
/// </summary>
public static class EnumWords
{
    private const string Unknown = "unknown";

    /// <summary>The word for a value, such as <c>deadLetter</c>; <c>unknown</c> for a number that this release has no name for.</summary>
    public static string Word<TEnum>(this TEnum value)
        where TEnum : struct, Enum => Enum.IsDefined(value) ? JsonNamingPolicy.CamelCase.ConvertName(value.ToString()) : Unknown;

    /// <summary>The values that can be chosen: all but the one for what this release does not know.</summary>
    public static IEnumerable<TEnum> Known<TEnum>()
        where TEnum : struct, Enum => Enum.GetValues<TEnum>().Where(value => value.Word() != Unknown);

    /// <summary>
    /// The value that a word stands for; null when it stands for none. Numbers, other cases of letters and <c>unknown</c> are no
    /// words.
    /// </summary>
    public static TEnum? Parse<TEnum>(string? word)
        where TEnum : struct, Enum =>
        Known<TEnum>().Where(value => value.Word() == word).Cast<TEnum?>().FirstOrDefault();
}
