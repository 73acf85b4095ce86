using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.Localization;

namespace OrleansVideo.WebFrontend.Localization;

/// <summary>
/// Names the resources with the texts that scripts say, <c>ScriptText.{language}.resx</c>; again the English text is the key. A page in
/// another language carries them all, as JSON.
/// </summary>
public sealed class ScriptText
{
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly ConcurrentDictionary<string, string?> Known = new();

    /// <summary>The texts in the request's language as one JSON object, the keys in English; null in English.</summary>
    /// <param name="texts">The texts.</param>
    public static string? ToJson(IStringLocalizer<ScriptText> texts)
    {
        var language = SiteLanguage.Current;
        return language == SiteLanguage.All[0] ? null : Known.GetOrAdd(CultureInfo.CurrentUICulture.Name, _ =>
            JsonSerializer.Serialize(texts.GetAllStrings(includeParentCultures: false).ToDictionary(text => text.Name, text => text.Value), Json));
    }
}
