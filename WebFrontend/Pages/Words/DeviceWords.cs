using Microsoft.Extensions.Localization;
using OrleansVideo.Accounts;

namespace OrleansVideo.WebFrontend.Pages.Words;

/// <summary>Devices for people.</summary>
public static class DeviceWords
{
    /// <summary>A device in a few words, such as <c>Firefox on Linux</c>.</summary>
    public static string Of(this IStringLocalizer words, Device device) => device switch
    {
        { Browser: { } browser, System: { } system } => words["{0} on {1}", browser, system],
        { Browser: { } browser } => browser,
        { System: { } system } => words["A browser on {0}", system],
        _ => words["An unknown device"],
    };
}
