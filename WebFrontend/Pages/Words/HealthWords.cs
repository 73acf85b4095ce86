using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Localization;

namespace OrleansVideo.WebFrontend.Pages.Words;

/// <summary>The site's health for people.</summary>
internal static class HealthWords
{
    /// <summary>What came of a check, in a word or two.</summary>
    public static string Of(this IStringLocalizer words, HealthStatus status) => status switch
    {
        HealthStatus.Healthy => words["well"],
        HealthStatus.Degraded => words["serves, but needs a look"],
        _ => words["can't serve"],
    };

    /// <summary>What a check looks at.</summary>
    public static string CheckName(this IStringLocalizer words, string check) => check switch
    {
        "silo" => words["Silos"],
        "database" => words["Database"],
        "media" => words["Media directory"],
        "deletion" => words["Deletions"],
        "posters" => words["Posters"],
        "process" => words["This process"],
        _ => check,
    };
}
