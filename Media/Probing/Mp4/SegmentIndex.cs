using System.Buffers.Binary;

namespace OrleansVideo.Media.Probing.Mp4;

/// <summary>A segment index: how many bytes of fragments follow it (ISO/IEC 14496-12, section 8.16.3).</summary>
internal static class SegmentIndex
{
    private const int EntryLength = 12;

    /// <summary>The offset behind the last byte the index speaks of; null when it cannot be read.</summary>
    public static async ValueTask<long?> EndAsync(ByteSource source, Box box)
    {
        var head = (await source.ReadAsync(box.Body, (int)Math.Min(32, box.BodyLength))).Span;
        var isLong = head.Length > 0 && head[0] == 1;
        // The first offset, then two reserved bytes, then a count of two bytes.
        var countAt = isLong ? 30 : 22;
        if (head.Length < countAt + 2)
            return null;
        var first = isLong ? BinaryPrimitives.ReadUInt64BigEndian(head[20..]) : BinaryPrimitives.ReadUInt32BigEndian(head[16..]);
        var count = BinaryPrimitives.ReadUInt16BigEndian(head[countAt..]);
        if (first > long.MaxValue / 2)
            return null;
        var entriesAt = countAt + 2;
        if ((long)count * EntryLength > box.BodyLength - entriesAt)
            return null;
        var end = box.End + (long)first;
        for (var i = 0; i < count; i++)
        {
            var entry = await source.ReadAsync(box.Body + entriesAt + ((long)i * EntryLength), EntryLength);
            if (entry.Length < EntryLength)
                return null;
            // The top bit tells a further index from media; both lie in the file.
            end += BinaryPrimitives.ReadUInt32BigEndian(entry.Span) & 0x7FFFFFFF;
        }
        return end;
    }
}
