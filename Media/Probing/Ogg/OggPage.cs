using System.Buffers.Binary;

namespace OrleansVideo.Media.Probing.Ogg;

/// <summary>The head of one Ogg page (RFC 3533, section 6).</summary>
/// <param name="Flags">1 continued, 2 begins a stream, 4 ends a stream.</param>
/// <param name="Granule">The codec's own time of the last packet that ends here; -1 when none does.</param>
/// <param name="Serial">The stream the page belongs to.</param>
/// <param name="HeaderLength">Bytes before the content.</param>
/// <param name="Length">Bytes of the whole page.</param>
internal readonly record struct OggPage(byte Flags, long Granule, uint Serial, int HeaderLength, int Length)
{
    /// <summary>The longest page: 27 bytes, 255 lacing values, 255 × 255 bytes.</summary>
    public const int Longest = 27 + 255 + (255 * 255);

    /// <summary>The longest head: all but the content.</summary>
    public const int LongestHeader = 27 + 255;

    private const int FixedLength = 27;

    public bool BeginsStream => (Flags & 2) != 0;

    public bool EndsStream => (Flags & 4) != 0;

    /// <summary>Reads a page's head; false when these bytes are none or not all of it.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out OggPage page)
    {
        page = default;
        if (bytes.Length < FixedLength || !bytes.StartsWith("OggS\0"u8))
            return false;
        var header = FixedLength + bytes[26];
        if (bytes.Length < header)
            return false;
        var length = header;
        foreach (var lacing in bytes[FixedLength..header])
            length += lacing;
        page = new OggPage(
            bytes[5],
            BinaryPrimitives.ReadInt64LittleEndian(bytes[6..]),
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[14..]),
            header,
            length);
        return true;
    }
}
