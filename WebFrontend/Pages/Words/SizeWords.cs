namespace OrleansVideo.WebFrontend.Pages.Words;

/// <summary>Sizes for people.</summary>
public static class SizeWords
{
    private static readonly string[] Units = ["bytes", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];

    /// <summary>A size with three digits at most, such as <c>1.4 GiB</c> (IEC 80000-13 units); whole bytes below 1 KiB.</summary>
    /// <param name="bytes">Size in bytes, not negative.</param>
    public static string Of(long bytes)
    {
        if (bytes == 1) return "1 byte";

        var (value, unit) = ((double)bytes, 0);
        // 1023.5 would be rounded to 1024: it belongs to the next unit.
        while (value >= (unit == 0 ? 1024 : 1023.5) && unit < Units.Length - 1) (value, unit) = (value / 1024, unit + 1);
        var format = unit == 0 || value >= 99.95 ? "0" : "0.#";
        return $"{value.ToString(format, PageCulture.English)} {Units[unit]}";
    }
}
