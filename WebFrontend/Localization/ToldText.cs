using System.Text.RegularExpressions;
using Microsoft.Extensions.Localization;

namespace OrleansVideo.WebFrontend.Localization;

/// <summary>
/// Sentences that the grains tell, or have stored, in English. Most are texts as they stand; those with a number or a name were put
/// together from one of the <see cref="Patterns"/>, and are taken apart again.
/// </summary>
public static class ToldText
{
    /// <summary>How sentences with something in them look; each is a text of its own.</summary>
    public static IReadOnlyList<string> Patterns { get; } =
    [
        "The file's content is none of the types taken here: {0}. Its name does not matter.",
        "The file changed less than {0} ago, and is left alone that long.",
    ];

    private static readonly (string Pattern, Regex Form)[] Forms = [.. Patterns.Select(pattern => (pattern, ToRegex(pattern)))];

    /// <summary>The sentence in the request's language; as it is where the language has none for it.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="english">The sentence.</param>
    public static string Told(this IStringLocalizer texts, string english)
    {
        var text = texts[english];
        if (!text.ResourceNotFound) return text;
        foreach (var (pattern, form) in Forms)
        {
            if (form.Match(english) is { Success: true } match)
                return texts[pattern, [.. match.Groups.Values.Skip(1).Select(group => texts[group.Value].Value)]];
        }

        return english;
    }

    private static Regex ToRegex(string pattern) => new(
        "^" + Regex.Replace(Regex.Escape(pattern), @"\\\{\d\}", "(.+?)") + "$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
}
