using System.Text.RegularExpressions;
using System.Xml.Linq;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Pages;

/// <summary>The texts of one language, as its file has them; each rule answers with what is wrong.</summary>
internal sealed partial class Translation
{
    private readonly (string Key, string Value)[] _texts;

    private Translation(string name, IEnumerable<(string Key, string Value)> texts) => (Name, _texts) = (name, [.. texts]);

    /// <summary>The file's name.</summary>
    public string Name { get; }

    /// <summary>Reads <c>WebFrontend/Localization/{texts}.{language}.resx</c>.</summary>
    public static Translation Read(string texts, string language)
    {
        var name = $"{texts}.{language}.resx";
        var file = XDocument.Load(Repository.At("WebFrontend", "Localization", name));
        return Of(name, file.Root!.Elements("data").Select(data => (data.Attribute("name")!.Value, data.Element("value")!.Value)));
    }

    /// <summary>A translation of these texts.</summary>
    public static Translation Of(string name, IEnumerable<(string Key, string Value)> texts) => new(name, texts);

    /// <summary>Texts that the language lacks.</summary>
    public IEnumerable<string> Missing(IEnumerable<string> keys) => keys.Except(_texts.Select(text => text.Key));

    /// <summary>Texts that nobody says.</summary>
    public IEnumerable<string> LeftOver(IReadOnlySet<string> keys) => _texts.Select(text => text.Key).Where(key => !keys.Contains(key));

    /// <summary>Translations that say nothing, or leave out, or make up, a value's place or a tag.</summary>
    public IEnumerable<string> Unlike() => _texts
        .Where(text => string.IsNullOrWhiteSpace(text.Value) || !Fixed(text.Key).SequenceEqual(Fixed(text.Value)))
        .Select(text => $"{text.Key} → {text.Value}");

    private static IEnumerable<string> Fixed(string text) =>
        FixedPart().Matches(text).Select(match => match.Value).Distinct().Order(StringComparer.Ordinal);

    [GeneratedRegex(@"\{\d\}|</?\w+[^>]*>")]
    private static partial Regex FixedPart();
}
