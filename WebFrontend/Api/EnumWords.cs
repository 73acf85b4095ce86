using System.Text.Json;

namespace OrleansVideo.WebFrontend.Api;

/// <summary>The words that stand for the values of an enum in JSON, queries, forms and paths: their names in camel case.</summary>
public static class EnumWords
{
    /// <summary>The word for a value, such as <c>deadLetter</c>.</summary>
    public static string Word<TEnum>(this TEnum value)
        where TEnum : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    /// <summary>The value that a word stands for; null when it stands for none. Numbers and other cases of letters are no words.</summary>
    public static TEnum? Parse<TEnum>(string? word)
        where TEnum : struct, Enum =>
        Enum.GetValues<TEnum>().Where(value => value.Word() == word).Cast<TEnum?>().FirstOrDefault();
}
