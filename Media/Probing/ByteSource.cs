using Microsoft.Win32.SafeHandles;

namespace OrleansVideo.Media.Probing;

/// <summary>
/// A file under a probe: read at any offset in small pieces through one buffer, within a budget. No file, however made, gets more than
/// <see cref="MostBytes"/> read or <see cref="MostReads"/> questions answered; after that every answer is empty.
/// </summary>
internal sealed class ByteSource(SafeFileHandle file, CancellationToken cancellationToken)
{
    public const int LargestPiece = 64 * 1024;

    // The index of ten hours at 60 frames a second takes some 40 MB, whose tables are read once or twice.
    private const long MostBytes = 256L << 20;
    private const int MostReads = 8_000_000;
    private const int SmallestFetch = 4096;

    private readonly byte[] _buffer = new byte[LargestPiece];
    private long _bufferStart;
    private int _bufferLength;
    private long _bytes;
    private int _reads;

    public long Length { get; } = RandomAccess.GetLength(file);

    /// <summary>True once an answer was left empty because the file asked for too much work.</summary>
    public bool IsExhausted { get; private set; }

    /// <summary>Up to <paramref name="count"/> bytes at the offset: fewer at the end of the file. Valid until the next call.</summary>
    public async ValueTask<ReadOnlyMemory<byte>> ReadAsync(long offset, int count)
    {
        cancellationToken.ThrowIfCancellationRequested();
        count = (int)Math.Min(Math.Min(count, LargestPiece), Math.Max(0, Length - offset));
        if (offset < 0 || count <= 0)
            return default;
        if (++_reads > MostReads || _bytes > MostBytes)
        {
            IsExhausted = true;
            return default;
        }
        if (offset < _bufferStart || offset + count > _bufferStart + _bufferLength)
            await FetchAsync(offset, Math.Max(count, SmallestFetch));
        var at = (int)(offset - _bufferStart);
        return _buffer.AsMemory(at, Math.Min(count, Math.Max(0, _bufferLength - at)));
    }

    private async ValueTask FetchAsync(long offset, int count)
    {
        (_bufferStart, _bufferLength) = (offset, 0);
        while (_bufferLength < count)
        {
            var read = await RandomAccess.ReadAsync(
                file, _buffer.AsMemory(_bufferLength, count - _bufferLength), offset + _bufferLength, cancellationToken);
            if (read == 0)
                break;
            _bufferLength += read;
            _bytes += read;
        }
    }
}
