using System.Globalization;
using Microsoft.Extensions.Localization;

namespace OrleansVideo.WebFrontend.Pages.Words;

/// <summary>Durations for people.</summary>
public static class DurationWords
{
    /// <summary>A video's length as a player shows it: <c>0:07</c>, <c>12:34</c>, <c>1:02:03</c>; part seconds count as a second.</summary>
    /// <param name="seconds">Length in seconds, not negative.</param>
    public static string Clock(double seconds)
    {
        var whole = (long)Math.Ceiling(Math.Min(seconds, TimeSpan.MaxValue.TotalSeconds / 2));
        var (hours, minutes, rest) = (whole / 3600, whole / 60 % 60, whole % 60);
        return hours > 0
            ? string.Create(CultureInfo.InvariantCulture, $"{hours}:{minutes:00}:{rest:00}")
            : string.Create(CultureInfo.InvariantCulture, $"{minutes}:{rest:00}");
    }

    /// <summary>The same for machines: an HTML duration string, such as <c>PT754S</c>.</summary>
    /// <param name="seconds">Length in seconds, not negative.</param>
    public static string Machine(double seconds) => string.Create(CultureInfo.InvariantCulture, $"PT{seconds:0.###}S");

    /// <summary>How long something still takes, in its greatest unit, rounded down: <c>6 days</c>, <c>1 hour</c>, <c>less than a minute</c>.</summary>
    public static string Left(this IStringLocalizer words, TimeSpan left) => left switch
    {
        { TotalDays: >= 1 } => words.Count(left.Days, "{0} day", "{0} days"),
        { TotalHours: >= 1 } => words.Count(left.Hours, "{0} hour", "{0} hours"),
        { TotalMinutes: >= 1 } => words.Count(left.Minutes, "{0} minute", "{0} minutes"),
        _ => words["less than a minute"],
    };

    /// <summary>When another try makes sense: up to two minutes by the second, then in the greatest unit.</summary>
    public static string RetryAfter(this IStringLocalizer words, TimeSpan wait) => wait < TimeSpan.FromMinutes(2)
        ? words.Count((long)Math.Ceiling(wait.TotalSeconds), "Try again in {0} second.", "Try again in {0} seconds.")
        : words["Try again in {0}.", words.Left(wait)];
}

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
