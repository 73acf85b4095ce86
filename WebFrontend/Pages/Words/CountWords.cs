namespace OrleansVideo.WebFrontend.Pages.Words;

/// <summary>Counts for people.</summary>
public static class CountWords
{
    /// <summary>A count and what is counted: <c>no views</c> is never said, it is <c>0 views</c>; <c>1 view</c>; <c>1,234 views</c>.</summary>
    /// <param name="count">How many.</param>
    /// <param name="one">The word for one of them; more of them end in s.</param>
    public static string Of(long count, string one) =>
        $"{count.ToString("N0", PageCulture.English)} {one}{(count == 1 ? "" : "s")}";
}
