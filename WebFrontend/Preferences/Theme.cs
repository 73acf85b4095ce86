namespace OrleansVideo.WebFrontend.Preferences;

/// <summary>Light or dark, as the reader chose it; a reader who chose nothing gets what the system prefers.</summary>
internal static class Theme
{
    /// <summary>The cookie that keeps the choice. Scripts write it too.</summary>
    public const string Cookie = "theme";

    /// <summary>What can be chosen; <c>auto</c> is the system's preference.</summary>
    public static readonly string[] Choices = ["auto", "light", "dark"];

    /// <summary>The reader's choice: <c>light</c>, <c>dark</c>, or null for the system's preference.</summary>
    public static string? GetTheme(this HttpContext context) =>
        context.Request.Cookies[Cookie] is ("light" or "dark") and var theme ? theme : null;
}
