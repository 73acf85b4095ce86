using System.Buffers.Binary;

namespace OrleansVideo.Media.Probing.Mp4;

/// <summary>Walks boxes: 32-bit sizes, 64-bit sizes (1), and "to the end" (0) (ISO/IEC 14496-12, section 4.2).</summary>
internal static class BoxReader
{
    private const int ShortHeader = 8;
    private const int LongHeader = 16;

    /// <summary>The box at an offset; null when its header is not whole or its size is impossible.</summary>
    public static async ValueTask<Box?> ReadAsync(ByteSource source, long start, long parentEnd)
    {
        var head = (await source.ReadAsync(start, (int)Math.Min(LongHeader, parentEnd - start))).Span;
        if (head.Length < ShortHeader)
            return null;
        var type = BinaryPrimitives.ReadUInt32BigEndian(head[4..]);
        switch (BinaryPrimitives.ReadUInt32BigEndian(head))
        {
            case 0:
                return new Box(type, start, ShortHeader, parentEnd);
            case 1 when head.Length == LongHeader && BinaryPrimitives.ReadUInt64BigEndian(head[8..]) is >= LongHeader and var size:
                return new Box(type, start, LongHeader, size > (ulong)(long.MaxValue - start) ? long.MaxValue : start + (long)size);
            case >= ShortHeader and var size:
                return new Box(type, start, ShortHeader, start + size);
            default:
                return null;
        }
    }

    /// <summary>The boxes inside another, up to the first that is not whole.</summary>
    public static async IAsyncEnumerable<Box> ChildrenAsync(ByteSource source, Box parent)
    {
        for (var at = parent.Body; at < parent.End;)
        {
            if (await ReadAsync(source, at, parent.End) is not { } box || box.End > parent.End)
                yield break;
            yield return box;
            at = box.End;
        }
    }
}
