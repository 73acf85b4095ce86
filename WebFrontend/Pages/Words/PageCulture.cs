using System.Globalization;

namespace OrleansVideo.WebFrontend.Pages.Words;

/// <summary>The language that the pages speak; numbers and dates follow it, whatever the server's own locale is.</summary>
public static class PageCulture
{
    /// <summary>English.</summary>
    public static CultureInfo English { get; } = CultureInfo.GetCultureInfo("en");
}
