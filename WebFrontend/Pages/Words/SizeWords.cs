using System.Globalization;
using Microsoft.Extensions.Localization;

namespace OrleansVideo.WebFrontend.Pages.Words;

/// <summary>Sizes for people.</summary>
public static class SizeWords
{
    private static readonly string[] Units = ["KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];

    /// <summary>A size with three digits at most, such as <c>1.4 GiB</c> (IEC 80000-13 units); whole bytes below 1 KiB.</summary>
    /// <param name="words">The texts.</param>
    /// <param name="bytes">Size in bytes, not negative.</param>
    public static string Size(this IStringLocalizer words, long bytes)
    {
        if (bytes < 1024) return words.Count(bytes, "{0} byte", "{0} bytes");

        var (value, unit) = (bytes / 1024.0, 0);
        // 1023.5 would be rounded to 1024: it belongs to the next unit.
        while (value >= 1023.5 && unit < Units.Length - 1) (value, unit) = (value / 1024, unit + 1);
        return $"{value.ToString(value >= 99.95 ? "0" : "0.#", CultureInfo.CurrentCulture)} {Units[unit]}";
    }
}
