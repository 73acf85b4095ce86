using System.Globalization;
using System.Text.RegularExpressions;

namespace OrleansVideo.WebFrontend.Pages.Words;

/// <summary>A time in a film as people write it, in an address or in words.</summary>
public static partial class TimeInFilm
{
    private const int Minute = 60;
    private const int Hour = 60 * Minute;

    /// <summary>
    /// The time in whole seconds: <c>90</c>, <c>90s</c>, <c>1m30s</c>, <c>1h2m3s</c>, <c>1:23</c>, <c>1:02:03</c>; null when it is none
    /// of these.
    /// </summary>
    public static int? Of(string? text)
    {
        if (text is null || Written().Match(text) is not { Success: true } match) return null;
        return Number(match.Groups["hours"]) * Hour + Number(match.Groups["minutes"]) * Minute + Number(match.Groups["seconds"]);
    }

    /// <summary>The same within a film of so many seconds; null as well when it is after its end, or how long it is is not known.</summary>
    public static int? Within(double? duration, string? text) => Of(text) is { } seconds && seconds < duration ? seconds : null;

    private static int Number(Group group) => group.Success ? int.Parse(group.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture) : 0;

    /// <summary>Five digits at most: no film is longer than a day of seconds, and no number too great.</summary>
    [GeneratedRegex(
        """^(?:(?:(?<hours>[0-9]{1,2}):(?<minutes>[0-5][0-9])|(?<minutes>[0-9]{1,2})):(?<seconds>[0-5][0-9])|(?=[0-9])(?:(?<hours>[0-9]{1,2})h)?(?:(?<minutes>[0-9]{1,4})m)?(?:(?<seconds>[0-9]{1,5})s?)?)\z""",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Written();
}
