using OrleansVideo.Tests.Media;

namespace OrleansVideo.Tests.Site.Pages.Gallery;

/// <summary>A film that the gallery's site shows.</summary>
/// <param name="Title">Its title.</param>
/// <param name="From">The colour in one corner of its picture (RRGGBB).</param>
/// <param name="To">The colour in another.</param>
/// <param name="Seconds">How long it plays.</param>
public sealed record GalleryFilm(string Title, string From, string To, int Seconds)
{
    /// <summary>The oldest first: short titles and long ones, of any script and direction.</summary>
    public static IReadOnlyList<GalleryFilm> All { get; } =
    [
        new("Night train through the mountains", "0b132b", "5bc0be", 34),
        new("夏天的海边散步：从清晨到黄昏", "f4a261", "2a9d8f", 12),
        new("The complete restoration of a wooden sailing boat that had lain in a barn for more than forty years, part one", "6d4c41", "d7ccc8", 61),
        new("Tea", "386641", "f2e8cf", 5),
        new("Fireworks over the old town 🎆🎇", "10002b", "ff9e00", 21),
        new("Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen", "003049", "fcbf49", 8),
        new("Wildflowers in a summer meadow", "606c38", "e9edc9", 45),
        new("<b>Markup</b> & \"quotes\" stay text", "3a0ca3", "f72585", 9),
        new("Снег в феврале", "e0e1dd", "415a77", 27),
        new("How to sharpen a kitchen knife", "495057", "dee2e6", 59),
        new(RightToLeft, "7f5539", "ede0d4", 18),
        new(Main, "023e8a", "ffb703", 72),
    ];

    /// <summary>A title that is read from the right.</summary>
    public const string RightToLeft = "رحلة إلى البحر في الصيف";

    /// <summary>The newest, which has everything that a video can have.</summary>
    public const string Main = "Sunrise by the sea";

    /// <summary>The file.</summary>
    public Task<string> Make() => SampleVideos.GradientMp4Async(Seconds, From, To);
}
