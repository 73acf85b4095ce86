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

/// <summary>Where a box claims to lie.</summary>
/// <param name="Type">Its four-character code.</param>
/// <param name="Start">Offset of its header.</param>
/// <param name="HeaderLength">8, or 16 with a 64-bit size.</param>
/// <param name="End">Offset behind it; beyond the file when the file is cut. Never before the header's end.</param>
internal readonly record struct Box(uint Type, long Start, int HeaderLength, long End)
{
    /// <summary>Offset of the content.</summary>
    public long Body => Start + HeaderLength;

    /// <summary>Bytes of the content.</summary>
    public long BodyLength => End - Body;
}

/// <summary>Four-character codes of the boxes read here (ISO/IEC 14496-12), as big-endian numbers.</summary>
internal static class BoxType
{
    public const uint Ftyp = ('f' << 24) | ('t' << 16) | ('y' << 8) | 'p';
    public const uint Moov = ('m' << 24) | ('o' << 16) | ('o' << 8) | 'v';
    public const uint Moof = ('m' << 24) | ('o' << 16) | ('o' << 8) | 'f';
    public const uint Mdat = ('m' << 24) | ('d' << 16) | ('a' << 8) | 't';
    public const uint Sidx = ('s' << 24) | ('i' << 16) | ('d' << 8) | 'x';
    public const uint Mvhd = ('m' << 24) | ('v' << 16) | ('h' << 8) | 'd';
    public const uint Mvex = ('m' << 24) | ('v' << 16) | ('e' << 8) | 'x';
    public const uint Mehd = ('m' << 24) | ('e' << 16) | ('h' << 8) | 'd';
    public const uint Trex = ('t' << 24) | ('r' << 16) | ('e' << 8) | 'x';
    public const uint Trak = ('t' << 24) | ('r' << 16) | ('a' << 8) | 'k';
    public const uint Tkhd = ('t' << 24) | ('k' << 16) | ('h' << 8) | 'd';
    public const uint Mdia = ('m' << 24) | ('d' << 16) | ('i' << 8) | 'a';
    public const uint Mdhd = ('m' << 24) | ('d' << 16) | ('h' << 8) | 'd';
    public const uint Hdlr = ('h' << 24) | ('d' << 16) | ('l' << 8) | 'r';
    public const uint Minf = ('m' << 24) | ('i' << 16) | ('n' << 8) | 'f';
    public const uint Stbl = ('s' << 24) | ('t' << 16) | ('b' << 8) | 'l';
    public const uint Stsd = ('s' << 24) | ('t' << 16) | ('s' << 8) | 'd';
    public const uint Stsc = ('s' << 24) | ('t' << 16) | ('s' << 8) | 'c';
    public const uint Stsz = ('s' << 24) | ('t' << 16) | ('s' << 8) | 'z';
    public const uint Stz2 = ('s' << 24) | ('t' << 16) | ('z' << 8) | '2';
    public const uint Stco = ('s' << 24) | ('t' << 16) | ('c' << 8) | 'o';
    public const uint Co64 = ('c' << 24) | ('o' << 16) | ('6' << 8) | '4';
    public const uint Stts = ('s' << 24) | ('t' << 16) | ('t' << 8) | 's';
    public const uint Ctts = ('c' << 24) | ('t' << 16) | ('t' << 8) | 's';
    public const uint Sbgp = ('s' << 24) | ('b' << 16) | ('g' << 8) | 'p';
    public const uint Elst = ('e' << 24) | ('l' << 16) | ('s' << 8) | 't';
    public const uint Edts = ('e' << 24) | ('d' << 16) | ('t' << 8) | 's';
    public const uint Udta = ('u' << 24) | ('d' << 16) | ('t' << 8) | 'a';
    public const uint Dinf = ('d' << 24) | ('i' << 16) | ('n' << 8) | 'f';
    public const uint Tref = ('t' << 24) | ('r' << 16) | ('e' << 8) | 'f';
    public const uint Wave = ('w' << 24) | ('a' << 16) | ('v' << 8) | 'e';
    public const uint Sinf = ('s' << 24) | ('i' << 16) | ('n' << 8) | 'f';
    public const uint Schi = ('s' << 24) | ('c' << 16) | ('h' << 8) | 'i';
    public const uint Clip = ('c' << 24) | ('l' << 16) | ('i' << 8) | 'p';
    public const uint Tapt = ('t' << 24) | ('a' << 16) | ('p' << 8) | 't';
    public const uint Hoov = ('h' << 24) | ('o' << 16) | ('o' << 8) | 'v';
    public const uint Traf = ('t' << 24) | ('r' << 16) | ('a' << 8) | 'f';
    public const uint Tfhd = ('t' << 24) | ('f' << 16) | ('h' << 8) | 'd';
    public const uint Tfdt = ('t' << 24) | ('f' << 16) | ('d' << 8) | 't';
    public const uint Trun = ('t' << 24) | ('r' << 16) | ('u' << 8) | 'n';

    /// <summary>Whether all four bytes are printable, as every registered code's are.</summary>
    public static bool IsPlausible(uint type)
    {
        for (var shift = 0; shift < 32; shift += 8)
        {
            // QuickTime has codes that begin with the copyright sign.
            if (((type >> shift) & 0xFF) is not ((>= 0x20 and < 0x7F) or 0xA9))
                return false;
        }
        return true;
    }
}

/// <summary>Reads a table of equal entries piece by piece. The count is the file's claim; the box's length is what bounds it.</summary>
internal sealed class TableReader
{
    private readonly ByteSource _source;
    private readonly int _entryLength;
    private readonly long _entries;
    private ReadOnlyMemory<byte> _piece;
    private uint _next;

    private TableReader(ByteSource source, long entries, uint count, int entryLength) =>
        (_source, _entries, Count, _entryLength) = (source, entries, count, entryLength);

    public uint Count { get; }

    /// <summary>True when every entry was given out.</summary>
    public bool IsComplete => _next == Count;

    /// <summary>Null when the box is too short for the entries it claims.</summary>
    public static async ValueTask<TableReader?> OpenAsync(ByteSource source, Box box, int countAt, int entriesAt, int entryLength)
    {
        if (box.BodyLength < entriesAt)
            return null;
        var head = await source.ReadAsync(box.Body + countAt, sizeof(uint));
        if (head.Length < sizeof(uint))
            return null;
        var count = BinaryPrimitives.ReadUInt32BigEndian(head.Span);
        return (long)count * entryLength > box.BodyLength - entriesAt
            ? null
            : new TableReader(source, box.Body + entriesAt, count, entryLength);
    }

    /// <summary>Leaves entries out; the next one given is the one behind them.</summary>
    public void Skip(uint entries) => (_next, _piece) = (entries, default);

    /// <summary>The next entry; empty behind the last one, or when the file gives no more.</summary>
    public async ValueTask<ReadOnlyMemory<byte>> NextAsync()
    {
        if (_next >= Count)
            return default;
        if (_piece.Length < _entryLength)
        {
            var most = ByteSource.LargestPiece / _entryLength;
            var wanted = (int)Math.Min(most, Count - _next) * _entryLength;
            _piece = await _source.ReadAsync(_entries + ((long)_next * _entryLength), wanted);
            if (_piece.Length < _entryLength)
                return default;
        }
        var entry = _piece[.._entryLength];
        _piece = _piece[_entryLength..];
        _next++;
        return entry;
    }
}
