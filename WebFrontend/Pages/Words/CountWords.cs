using System.Globalization;
using Microsoft.Extensions.Localization;

namespace OrleansVideo.WebFrontend.Pages.Words;

/// <summary>Counts for people.</summary>
public static class CountWords
{
    /// <summary>A count and what is counted: <c>no views</c> is never said, it is <c>0 views</c>; <c>1 view</c>; <c>1,234 views</c>.</summary>
    /// <param name="words">The texts.</param>
    /// <param name="count">How many.</param>
    /// <param name="one">What is said of one, with <c>{0}</c> where the number stands.</param>
    /// <param name="many">What is said of none or several.</param>
    public static string Count(this IStringLocalizer words, long count, string one, string many) =>
        words[count == 1 ? one : many, count.ToString("N0", CultureInfo.CurrentCulture)];
}
