using System.Globalization;

namespace OrleansVideo.WebFrontend.Streaming;

/// <summary>
/// Reads Range (RFC 9110 §14.1.2, §14.2): one range is honoured; of several the whole content is sent, which §14.2 leaves
/// to the server; what is malformed or of another unit is ignored.
/// </summary>
internal static class RangeHeader
{
    private const string Unit = "bytes=";
    private const int MaxLength = 4096;

    /// <summary>Finds the part that is asked for.</summary>
    /// <param name="header">The header's value; empty without one.</param>
    /// <param name="length">The content's length in bytes.</param>
    /// <param name="range">The part; null when the whole content is to be sent.</param>
    /// <returns>False when no byte of the content is asked for: 416.</returns>
    public static bool TryResolve(string header, long length, out ByteRange? range)
    {
        range = null;
        if (header.Length > MaxLength || !header.StartsWith(Unit, StringComparison.OrdinalIgnoreCase)) return true;
        var ranges = new List<ByteRange?>();
        foreach (var spec in header[Unit.Length..].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (!TryParse(spec, length, out var one)) return true;
            ranges.Add(one);
        }

        if (ranges.Count == 0) return true;
        if (ranges.TrueForAll(one => one is null)) return false;
        if (ranges.Count == 1) range = ranges[0];
        return true;
    }

    /// <summary>One range; null when it lies past the end. False when it is none.</summary>
    private static bool TryParse(string spec, long length, out ByteRange? range)
    {
        range = null;
        var dash = spec.IndexOf('-', StringComparison.Ordinal);
        if (dash < 0 || !TryNumber(spec[..dash], out var first) || !TryNumber(spec[(dash + 1)..], out var second)) return false;
        if (first is null && second is null) return false;
        if (first is null)
        {
            var suffix = Math.Min(second!.Value, length);
            if (suffix > 0) range = new ByteRange(length - suffix, suffix);
            return true;
        }

        if (second < first) return false;
        if (first < length) range = new ByteRange(first.Value, Math.Min(second ?? long.MaxValue, length - 1) - first.Value + 1);
        return true;
    }

    /// <summary>Digits of any length, or nothing; a number beyond 64 bits lies past the end of everything.</summary>
    private static bool TryNumber(string text, out long? number)
    {
        number = null;
        if (text.Length == 0) return true;
        if (!text.All(char.IsAsciiDigit)) return false;
        number = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : long.MaxValue;
        return true;
    }
}
