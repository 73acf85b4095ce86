using System.Buffers;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace OrleansVideo.Media.Store;

/// <summary>
/// One write lease's unfinished file. Bytes are gathered into large sequential writes and digested on the way. One caller at a time; the
/// file is locked against other writers until disposed.
/// </summary>
/// <remarks>
/// Invariant: FlushedLength ≤ bytes handed to the system ≤ Length. Only <see cref="FlushedLength"/> may be acknowledged. The running
/// digest covers exactly the bytes of Length, or is dropped, in which case <see cref="CompleteAsync"/> reads the file once.
/// </remarks>
public sealed class PartFile : IAsyncDisposable
{
    private const int BufferBytes = 256 * 1024;

    private readonly SafeFileHandle _file;
    private readonly Action _makeEntryDurable;
    private byte[]? _buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
    private int _buffered;
    private long _written;
    private IncrementalHash? _digest;
    private bool _entryIsDurable;
    private IOException? _flushFailure;

    internal PartFile(SafeFileHandle file, Action makeEntryDurable, Guid videoId, long lease, long offset)
    {
        _file = file;
        _makeEntryDurable = makeEntryDurable;
        _written = offset;
        VideoId = videoId;
        Lease = lease;
        FlushedLength = 0;
        _digest = offset == 0 ? IncrementalHash.CreateHash(HashAlgorithmName.SHA256) : null;
    }

    /// <summary>The video these bytes will become.</summary>
    public Guid VideoId { get; }

    /// <summary>The number of the write lease, as in the file's name.</summary>
    public long Lease { get; }

    /// <summary>Bytes accepted so far, those before the opening offset included.</summary>
    public long Length => _written + _buffered;

    /// <summary>Bytes known to be on disk since this file was opened; 0 until the first <see cref="FlushAsync"/>.</summary>
    public long FlushedLength { get; private set; }

    /// <summary>Adds bytes at the end. They are on disk only after <see cref="FlushAsync"/>.</summary>
    /// <exception cref="StorageFullException">
    /// No room. <see cref="Length"/> goes back to what was written before; the caller may go on from there later.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The file was disposed.</exception>
    public async ValueTask AppendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_buffer is null, this);
        while (!bytes.IsEmpty)
        {
            if (_buffered == 0 && bytes.Length >= BufferBytes)
            {
                await WriteAsync(bytes, cancellationToken);
                return;
            }
            var taken = Math.Min(bytes.Length, BufferBytes - _buffered);
            bytes[..taken].CopyTo(_buffer.AsMemory(_buffered));
            _buffered += taken;
            bytes = bytes[taken..];
            if (_buffered == BufferBytes)
                await WriteBufferAsync(cancellationToken);
        }
    }

    /// <summary>Returns when everything appended, and the file's own directory entry, would survive power loss.</summary>
    /// <exception cref="StorageFullException">No room for what was appended.</exception>
    /// <exception cref="IOException">
    /// The disk did not take it, now or in an earlier call: after a failed flush the system may have dropped the bytes and would call the
    /// next flush a success (fsync(2), EIO), so this file takes no more; open it again at the last acknowledged offset.
    /// </exception>
    public async Task FlushAsync(CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_buffer is null, this);
        await WriteBufferAsync(cancellationToken);
        // The system call blocks until the disk answers: off the caller's own thread.
        await Task.Run(FlushToDisk, CancellationToken.None);
        FlushedLength = _written;
    }

    /// <summary>Drops everything after the first <paramref name="length"/> bytes, for a piece whose checksum did not match.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative, or beyond <see cref="Length"/>.</exception>
    public async Task RewindAsync(long length, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_buffer is null, this);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Length);
        await WriteBufferAsync(cancellationToken);
        if (length == _written)
            return;
        RandomAccess.SetLength(_file, length);
        _written = length;
        FlushedLength = Math.Min(FlushedLength, length);
        DropDigest();
    }

    /// <summary>Flushes, and tells what the file now holds. May be called again after more was appended.</summary>
    public async Task<PartContent> CompleteAsync(CancellationToken cancellationToken = default)
    {
        await FlushAsync(cancellationToken);
        var sha256 = _digest is null
            ? await FileDigest.ComputeAsync(_file, _written, cancellationToken)
            : FileDigest.ToText(_digest.GetCurrentHash());
        return new PartContent(_written, sha256);
    }

    /// <summary>Closes the file. Bytes appended after the last flush may be lost, as they were never acknowledged.</summary>
    public ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _buffer, null) is { } buffer)
        {
            ArrayPool<byte>.Shared.Return(buffer);
            DropDigest();
            _file.Dispose();
        }
        return ValueTask.CompletedTask;
    }

    private async ValueTask WriteBufferAsync(CancellationToken cancellationToken)
    {
        if (_buffered == 0)
            return;
        var bytes = _buffer.AsMemory(0, _buffered);
        _buffered = 0;
        await WriteAsync(bytes, cancellationToken);
    }

    // Invariant kept on every way out: _written counts only bytes whose write ended, and a digest that no longer matches them is dropped.
    private async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        var ended = false;
        try
        {
            await RandomAccess.WriteAsync(_file, bytes, _written, cancellationToken);
            ended = true;
        }
        catch (IOException error) when (StorageFull.Is(error))
        {
            throw StorageFull.From(error);
        }
        finally
        {
            if (!ended)
                DropDigest();
        }
        _digest?.AppendData(bytes.Span);
        _written += bytes.Length;
    }

    private void FlushToDisk()
    {
        if (_flushFailure is not null)
            throw new IOException("An earlier flush of this part file failed; its bytes cannot be trusted.", _flushFailure);
        try
        {
            // A write that failed half way may have left bytes behind the last one that counts.
            if (RandomAccess.GetLength(_file) != _written)
                RandomAccess.SetLength(_file, _written);
            RandomAccess.FlushToDisk(_file);
        }
        catch (IOException error)
        {
            _flushFailure = error;
            if (StorageFull.Is(error))
                throw StorageFull.From(error);
            throw;
        }
        if (_entryIsDurable)
            return;
        _makeEntryDurable();
        _entryIsDurable = true;
    }

    private void DropDigest()
    {
        _digest?.Dispose();
        _digest = null;
    }
}

/// <summary>What a finished part file holds.</summary>
/// <param name="Length">Bytes.</param>
/// <param name="Sha256">The digest of those bytes, lower-case hexadecimal, 64 digits.</param>
public sealed record PartContent(long Length, string Sha256);
