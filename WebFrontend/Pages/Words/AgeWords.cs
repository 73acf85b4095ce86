namespace OrleansVideo.WebFrontend.Pages.Words;

/// <summary>Points in time for people.</summary>
public static class AgeWords
{
    /// <summary>How long ago something was, in its greatest unit, rounded down; what lies ahead of a clock that is slow is "just now".</summary>
    public static string Of(DateTimeOffset when, DateTimeOffset now) => (now - when) switch
    {
        { TotalMinutes: < 1 } => "just now",
        { TotalHours: < 1 } age => Ago(age.Minutes, "minute"),
        { TotalDays: < 1 } age => Ago(age.Hours, "hour"),
        { TotalDays: < 30 } age => Ago(age.Days, "day"),
        // 30 and 365 days: close enough for a hint, with the exact time at hand in the title; 360 to 364 days are 12 months.
        { TotalDays: < 365 } age => Ago(age.Days / 30, "month"),
        var age => Ago(age.Days / 365, "year"),
    };

    /// <summary>The exact time, such as <c>5 March 2026, 14:07 UTC</c>.</summary>
    public static string Exact(DateTimeOffset when) =>
        when.UtcDateTime.ToString("d MMMM yyyy, HH:mm 'UTC'", PageCulture.English);

    /// <summary>The exact time for machines (HTML <c>datetime</c>).</summary>
    public static string Machine(DateTimeOffset when) =>
        when.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", PageCulture.English);

    private static string Ago(int count, string unit) => CountWords.Of(count, unit) + " ago";
}
