using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace OrleansVideo.Media.Probing.Matroska;

/// <summary>Walks EBML elements and reads their values (RFC 8794, sections 4 to 7).</summary>
internal static class ElementReader
{
    private const int LongestText = 64;

    /// <summary>The element at an offset; null when its head is not whole or is none.</summary>
    public static async ValueTask<Element?> ReadAsync(ByteSource source, long start, long parentEnd)
    {
        var head = await source.ReadAsync(start, (int)Math.Min(Vint.LongestHeader, parentEnd - start));
        if (!Vint.TryReadElement(head.Span, out var header))
            return null;
        var body = start + header.HeaderLength;
        // Sizes have at most 56 bits: the sum cannot overflow.
        return new Element(header.Id, body, body + header.Size);
    }

    /// <summary>The elements inside another of known size, up to the first that is not whole.</summary>
    public static async IAsyncEnumerable<Element> ChildrenAsync(ByteSource source, long body, long end)
    {
        for (var at = body; at < end;)
        {
            if (await ReadAsync(source, at, end) is not { End: { } next } element || next > end)
                yield break;
            yield return element;
            at = next;
        }
    }

    public static async ValueTask<ulong?> UnsignedAsync(ByteSource source, Element element)
    {
        if (element.End - element.Body is not (>= 0 and <= 8 and var length))
            return null;
        var bytes = await source.ReadAsync(element.Body, (int)length);
        if (bytes.Length < length)
            return null;
        ulong value = 0;
        foreach (var one in bytes.Span)
            value = (value << 8) | one;
        return value;
    }

    public static async ValueTask<double?> FloatAsync(ByteSource source, Element element)
    {
        var bytes = await source.ReadAsync(element.Body, sizeof(double));
        return (element.End - element.Body) switch
        {
            4 when bytes.Length >= 4 => BinaryPrimitives.ReadSingleBigEndian(bytes.Span),
            8 when bytes.Length >= 8 => BinaryPrimitives.ReadDoubleBigEndian(bytes.Span),
            _ => null,
        };
    }

    public static async ValueTask<string> TextAsync(ByteSource source, Element element)
    {
        var length = (int)Math.Min(LongestText, (element.End - element.Body) ?? 0);
        return Encoding.ASCII.GetString((await source.ReadAsync(element.Body, length)).Span).TrimEnd('\0');
    }
}

/// <summary>Where an element claims to lie.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Body">Offset of the content.</param>
/// <param name="End">Offset behind it; null when unknown.</param>
internal readonly record struct Element(uint Id, long Body, long? End);

/// <summary>The head of one EBML element.</summary>
/// <param name="Id">Its id, marker bits included.</param>
/// <param name="HeaderLength">Bytes of id and size together.</param>
/// <param name="Size">Bytes of the content; null when unknown (a live recording).</param>
internal readonly record struct ElementHeader(uint Id, int HeaderLength, long? Size);

/// <summary>EBML's variable-length integers: as many leading zero bits as bytes follow the first (RFC 8794, section 4).</summary>
internal static class Vint
{
    /// <summary>The longest element head: an id of four bytes, a size of eight.</summary>
    public const int LongestHeader = 12;

    private const int LongestId = 4;
    private const int LongestSize = 8;

    public static bool TryReadElement(ReadOnlySpan<byte> bytes, out ElementHeader header)
    {
        header = default;
        var idLength = LengthOf(bytes, LongestId);
        if (idLength == 0)
            return false;
        uint id = 0;
        foreach (var one in bytes[..idLength])
            id = (id << 8) | one;
        var rest = bytes[idLength..];
        var sizeLength = LengthOf(rest, LongestSize);
        if (sizeLength == 0)
            return false;
        // Without the marker bit; all remaining bits set means unknown.
        var size = rest[0] & ((1L << (8 - sizeLength)) - 1);
        foreach (var one in rest[1..sizeLength])
            size = (size << 8) | one;
        var unknown = (1L << (7 * sizeLength)) - 1;
        header = new ElementHeader(id, idLength + sizeLength, size == unknown ? null : size);
        return true;
    }

    private static int LengthOf(ReadOnlySpan<byte> bytes, int longest)
    {
        if (bytes.IsEmpty || bytes[0] == 0)
            return 0;
        var length = BitOperations.LeadingZeroCount((uint)bytes[0]) - 24 + 1;
        return length <= longest && length <= bytes.Length ? length : 0;
    }
}

/// <summary>The element ids read here, marker bits included, as the registries of RFC 8794 and RFC 9559 list them.</summary>
internal static class ElementId
{
    public const uint Ebml = 0x1A45DFA3;
    public const uint DocType = 0x4282;
    public const uint Void = 0xEC;
    public const uint Crc32 = 0xBF;
    public const uint Segment = 0x18538067;
    public const uint SeekHead = 0x114D9B74;
    public const uint Info = 0x1549A966;
    public const uint TimestampScale = 0x2AD7B1;
    public const uint Duration = 0x4489;
    public const uint Tracks = 0x1654AE6B;
    public const uint TrackEntry = 0xAE;
    public const uint TrackType = 0x83;
    public const uint CodecId = 0x86;
    public const uint Video = 0xE0;
    public const uint PixelWidth = 0xB0;
    public const uint PixelHeight = 0xBA;
    public const uint Cluster = 0x1F43B675;
    public const uint Timestamp = 0xE7;
    public const uint SimpleBlock = 0xA3;
    public const uint BlockGroup = 0xA0;
    public const uint Block = 0xA1;
    public const uint Cues = 0x1C53BB6B;
    public const uint Audio = 0xE1;
    public const uint ContentEncodings = 0x6D80;
    public const uint ContentEncoding = 0x6240;
    public const uint EncryptedBlock = 0xAF;
    public const uint CuePoint = 0xBB;
    public const uint CueTrackPositions = 0xB7;
    public const uint Chapters = 0x1043A770;
    public const uint Attachments = 0x1941A469;
    public const uint Tags = 0x1254C367;

    /// <summary>Whether the element stands directly below the Segment, and so ends a Cluster of unknown size.</summary>
    public static bool IsTopLevel(uint id) =>
        id is SeekHead or Info or Tracks or Cluster or Cues or Chapters or Attachments or Tags or Segment or Ebml;
}
