using System.Globalization;

namespace OrleansVideo.WebFrontend.Localization;

/// <summary>A language that the site speaks.</summary>
/// <param name="Tag">Its tag (BCP 47).</param>
/// <param name="Name">Its name for its own speakers.</param>
public sealed record SiteLanguage(string Tag, string Name)
{
    /// <summary>All of them; the first is spoken to those who understand none.</summary>
    public static IReadOnlyList<SiteLanguage> All { get; } = [new("en", "English"), new("zh-Hans", "简体中文")];

    /// <summary>Numbers and dates of the languages.</summary>
    public static CultureInfo[] Cultures { get; } = [.. All.Select(language => CultureInfo.GetCultureInfo(language.Tag))];

    /// <summary>The language of this request.</summary>
    public static SiteLanguage Current => All.First(language => language.Tag == CultureInfo.CurrentUICulture.Name);

    /// <summary>Whether a tag is one of them.</summary>
    public static bool IsKnown(string? tag) => All.Any(language => language.Tag == tag);
}
