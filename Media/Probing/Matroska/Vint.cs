using System.Numerics;

namespace OrleansVideo.Media.Probing.Matroska;

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
