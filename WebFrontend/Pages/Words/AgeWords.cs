using System.Globalization;
using Microsoft.Extensions.Localization;

namespace OrleansVideo.WebFrontend.Pages.Words;

/// <summary>Points in time for people.</summary>
public static class AgeWords
{
    /// <summary>How long ago something was, in its greatest unit, rounded down; what lies ahead of a clock that is slow is "just now".</summary>
    public static string Age(this IStringLocalizer words, DateTimeOffset when, DateTimeOffset now) => (now - when) switch
    {
        { TotalMinutes: < 1 } => words["just now"],
        { TotalHours: < 1 } age => words.Count(age.Minutes, "{0} minute ago", "{0} minutes ago"),
        { TotalDays: < 1 } age => words.Count(age.Hours, "{0} hour ago", "{0} hours ago"),
        { TotalDays: < 30 } age => words.Count(age.Days, "{0} day ago", "{0} days ago"),
        // 30 and 365 days: close enough for a hint, with the exact time at hand in the title; 360 to 364 days are 12 months.
        { TotalDays: < 365 } age => words.Count(age.Days / 30, "{0} month ago", "{0} months ago"),
        var age => words.Count(age.Days / 365, "{0} year ago", "{0} years ago"),
    };

    /// <summary>The exact time, such as <c>5 March 2026, 14:07 UTC</c>; the language has its own pattern (.NET custom date format).</summary>
    public static string ExactTime(this IStringLocalizer words, DateTimeOffset when) =>
        when.UtcDateTime.ToString(words["d MMMM yyyy, HH:mm 'UTC'"], CultureInfo.CurrentCulture);

    /// <summary>The exact time for machines (HTML <c>datetime</c>).</summary>
    public static string Machine(DateTimeOffset when) =>
        when.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
