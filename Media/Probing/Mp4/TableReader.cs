using System.Buffers.Binary;

namespace OrleansVideo.Media.Probing.Mp4;

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
