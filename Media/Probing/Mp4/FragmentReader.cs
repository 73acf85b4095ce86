using System.Buffers.Binary;

namespace OrleansVideo.Media.Probing.Mp4;

/// <summary>Adds the time of one movie fragment to the tracks of the index (ISO/IEC 14496-12, section 8.8).</summary>
internal sealed class FragmentReader(ByteSource source, MovieIndex index)
{
    private const int HeaderBytes = 40;
    private const uint HasDataOffset = 0x1;
    private const uint HasFirstFlags = 0x4;
    private const uint HasDuration = 0x100;
    private const uint HasSize = 0x200;
    private const uint HasFlags = 0x400;
    private const uint HasCompositionOffset = 0x800;

    public async ValueTask ReadAsync(Box fragment)
    {
        await foreach (var box in BoxReader.ChildrenAsync(source, fragment))
        {
            if (box.Type == BoxType.Traf)
                await ReadTrackFragmentAsync(box);
        }
    }

    private async ValueTask ReadTrackFragmentAsync(Box fragment)
    {
        Track? track = null;
        uint sampleDuration = 0;
        ulong? decodeTime = null;
        ulong samples = 0, ticks = 0;
        await foreach (var box in BoxReader.ChildrenAsync(source, fragment))
        {
            switch (box.Type)
            {
                case BoxType.Tfhd:
                    (track, sampleDuration) = ReadHeader((await HeadAsync(box)).Span);
                    break;
                case BoxType.Tfdt:
                    decodeTime = ReadDecodeTime((await HeadAsync(box)).Span);
                    break;
                case BoxType.Trun:
                    var run = await ReadRunAsync(box, sampleDuration);
                    samples += run.Samples;
                    ticks += run.Ticks;
                    break;
            }
        }
        track?.Fragments.Add(decodeTime, samples, ticks);
    }

    private (Track? Track, uint SampleDuration) ReadHeader(ReadOnlySpan<byte> head)
    {
        if (head.Length < 8 || index.TrackWithId(BinaryPrimitives.ReadUInt32BigEndian(head[4..])) is not { } track)
            return default;
        var flags = BinaryPrimitives.ReadUInt32BigEndian(head);
        // Base data offset and description index stand before the default duration when their flags are set.
        var at = 8 + ((flags & 0x1) != 0 ? 8 : 0) + ((flags & 0x2) != 0 ? 4 : 0);
        return (flags & 0x8) != 0 && head.Length >= at + 4
            ? (track, BinaryPrimitives.ReadUInt32BigEndian(head[at..]))
            : (track, track.DefaultSampleDuration);
    }

    private static ulong? ReadDecodeTime(ReadOnlySpan<byte> head) =>
        head.Length >= 12 && head[0] == 1 ? BinaryPrimitives.ReadUInt64BigEndian(head[4..])
        : head.Length >= 8 && head[0] == 0 ? BinaryPrimitives.ReadUInt32BigEndian(head[4..])
        : null;

    private async ValueTask<(ulong Samples, ulong Ticks)> ReadRunAsync(Box run, uint sampleDuration)
    {
        var head = await HeadAsync(run);
        if (head.Length < 8)
            return default;
        var flags = BinaryPrimitives.ReadUInt32BigEndian(head.Span);
        var count = BinaryPrimitives.ReadUInt32BigEndian(head.Span[4..]);
        if ((flags & HasDuration) == 0)
            return (count, (ulong)count * sampleDuration);
        var entriesAt = 8 + Width(flags, HasDataOffset) + Width(flags, HasFirstFlags);
        var entryLength = 4 + Width(flags, HasSize) + Width(flags, HasFlags) + Width(flags, HasCompositionOffset);
        var table = await TableReader.OpenAsync(source, run, countAt: 4, entriesAt, entryLength);
        ulong ticks = 0;
        while (table is not null && await table.NextAsync() is { Length: > 0 } entry)
            ticks += BinaryPrimitives.ReadUInt32BigEndian(entry.Span);
        return (count, ticks);
    }

    private static int Width(uint flags, uint flag) => (flags & flag) != 0 ? 4 : 0;

    private ValueTask<ReadOnlyMemory<byte>> HeadAsync(Box box) => source.ReadAsync(box.Body, (int)Math.Min(HeaderBytes, box.BodyLength));
}

/// <summary>The time a track's fragments span, from the first one's decode time to the last one's end, in ticks.</summary>
internal sealed class FragmentTime
{
    private ulong _first = ulong.MaxValue;
    private ulong _end;

    public ulong Samples { get; private set; }

    public ulong Span => _end > _first ? _end - _first : 0;

    /// <summary>Adds a run of samples that begins at a decode time, or right behind the last run.</summary>
    public void Add(ulong? decodeTime, ulong samples, ulong ticks)
    {
        if (samples == 0)
            return;
        var start = decodeTime ?? _end;
        _first = Math.Min(_first, start);
        _end = Math.Max(_end, unchecked(start + ticks) < start ? ulong.MaxValue : start + ticks);
        Samples += samples;
    }
}

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
