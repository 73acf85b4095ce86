using Microsoft.Playwright;

namespace OrleansVideo.Tests.Site.Pages.Gallery;

/// <summary>How a reader sees the site.</summary>
/// <param name="Name">Its name: that of a folder of pictures.</param>
/// <param name="Colours">What the system prefers.</param>
/// <param name="Width">Of the window, in CSS pixels.</param>
/// <param name="Height">Of the window, in CSS pixels.</param>
/// <param name="Locale">What the browser asks for.</param>
/// <param name="Language">What the site answers in.</param>
public sealed record GalleryLook(string Name, ColorScheme Colours, int Width, int Height, string Locale = "en-GB", string Language = "en")
{
    /// <summary>Light and dark, on a desktop and on a phone, in English; neighbours differ in both.</summary>
    public static IReadOnlyList<GalleryLook> All { get; } =
    [
        new("light-desktop", ColorScheme.Light, 1280, 900),
        new("dark-phone", ColorScheme.Dark, 390, 844),
        new("dark-desktop", ColorScheme.Dark, 1280, 900),
        new("light-phone", ColorScheme.Light, 390, 844),
    ];

    /// <summary>A desktop in Chinese.</summary>
    public static GalleryLook Chinese { get; } = new("chinese", ColorScheme.Light, 1280, 900, "zh-CN", "zh-Hans");
}
