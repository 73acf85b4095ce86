using System.Globalization;
using System.Text;

namespace OrleansVideo.WebFrontend.Streaming;

/// <summary>
/// Reads Range (RFC 9110 §14.1.2, §14.2). What is malformed, of another unit or asks for too many parts is ignored: the
/// whole content is always right.
/// </summary>
internal static class RangeHeader
{
    /// <summary>How many parts an answer has at most; who asks for more gets the whole content (§17.15).</summary>
    public const int MaxParts = 16;

    private const string Unit = "bytes=";
    private const int MaxLength = 4096;

    /// <summary>Finds the parts that are asked for.</summary>
    /// <param name="header">The header's value; empty without one.</param>
    /// <param name="length">The content's length in bytes.</param>
    /// <param name="parts">
    /// The parts, none of which touches another, in the order of the request; empty when the whole content is to be sent.
    /// </param>
    /// <returns>False when no byte of the content is asked for: 416.</returns>
    public static bool TryResolve(string header, long length, out IReadOnlyList<ByteRange> parts)
    {
        parts = [];
        if (header.Length > MaxLength || !header.StartsWith(Unit, StringComparison.OrdinalIgnoreCase)) return true;
        var specs = header[Unit.Length..].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (specs.Length is 0 or > MaxParts) return true;
        var found = new List<ByteRange>(specs.Length);
        foreach (var spec in specs)
        {
            if (!TryParse(spec, length, out var range)) return true;
            if (range is { } part) Add(found, part);
        }

        parts = found;
        return found.Count > 0;
    }

    /// <summary>Adds a part in the place of the first that it overlaps or adjoins, as one with all of those (§15.3.7.2).</summary>
    private static void Add(List<ByteRange> parts, ByteRange part)
    {
        var place = parts.FindIndex(part.Touches);
        foreach (var other in parts.FindAll(part.Touches)) part = part.With(other);
        parts.RemoveAll(part.Touches);
        parts.Insert(place < 0 ? parts.Count : place, part);
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

/// <summary>A part of a content.</summary>
/// <param name="From">The first byte, from 0.</param>
/// <param name="Length">How many bytes.</param>
internal readonly record struct ByteRange(long From, long Length)
{
    /// <summary>The first byte after it.</summary>
    public long End => From + Length;

    /// <summary>Whether the two overlap, or one begins where the other ends.</summary>
    public bool Touches(ByteRange other) => From <= other.End && other.From <= End;

    /// <summary>From where the first begins to where the last ends.</summary>
    public ByteRange With(ByteRange other)
    {
        var from = Math.Min(From, other.From);
        return new ByteRange(from, Math.Max(End, other.End) - from);
    }
}

/// <summary>
/// The frame around several parts of one content, <c>multipart/byteranges</c> (RFC 9110 §14.6). Its length is known before
/// its first byte is sent. The boundary is random, so that no content can hold it.
/// </summary>
internal sealed class MultipartRanges
{
    private const string LineBreak = "\r\n";
    private readonly string _boundary = Guid.NewGuid().ToString("N");

    /// <summary>Frames these parts.</summary>
    /// <param name="content">What they are parts of.</param>
    /// <param name="parts">At least two.</param>
    public MultipartRanges(VideoContent content, IReadOnlyList<ByteRange> parts)
    {
        Heads = [.. parts.Select((part, index) => Encoding.ASCII.GetBytes(
            $"{(index > 0 ? LineBreak : "")}--{_boundary}{LineBreak}"
            + $"Content-Type: {content.Type}{LineBreak}Content-Range: {content.ContentRange(part)}{LineBreak}{LineBreak}"))];
        End = Encoding.ASCII.GetBytes($"{LineBreak}--{_boundary}--{LineBreak}");
        Length = Heads.Sum(head => (long)head.Length) + parts.Sum(part => part.Length) + End.Length;
    }

    /// <summary>The media type of the whole.</summary>
    public string Type => $"multipart/byteranges; boundary={_boundary}";

    /// <summary>What comes before each part's bytes.</summary>
    public IReadOnlyList<byte[]> Heads { get; }

    /// <summary>What comes after the last part's bytes.</summary>
    public byte[] End { get; }

    /// <summary>Bytes of frame and parts.</summary>
    public long Length { get; }
}
