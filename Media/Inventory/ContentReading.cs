using System.Buffers;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;
using OrleansVideo.Media.Store;

namespace OrleansVideo.Media.Inventory;

/// <summary>
/// One look through a published video, a piece at a time and as slowly as its caller likes, that ends in the SHA-256 of what was read.
/// The file stays readable here when its name goes meanwhile.
/// </summary>
public sealed class ContentReading : IDisposable
{
    /// <summary>The largest piece, in bytes.</summary>
    public const int LargestPiece = 1 << 20;

    private readonly SafeFileHandle _file;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    private ContentReading(SafeFileHandle file)
    {
        _file = file;
        Length = RandomAccess.GetLength(file);
    }

    /// <summary>Bytes in the file when it was opened.</summary>
    public long Length { get; }

    /// <summary>Bytes read so far.</summary>
    public long Position { get; private set; }

    /// <summary>Opens a video; null when there is no such file.</summary>
    public static ContentReading? Open(MediaStore store, Guid id)
    {
        ArgumentNullException.ThrowIfNull(store);
        return store.OpenRead(id) is { } file ? new ContentReading(file) : null;
    }

    /// <summary>Reads on, one piece at most.</summary>
    /// <param name="most">Bytes at most; from 1, and never more than <see cref="LargestPiece"/>.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <returns>Bytes read; 0 at the end.</returns>
    /// <exception cref="IOException">The disk can't read the file.</exception>
    public async Task<int> ReadOn(long most, CancellationToken cancellationToken = default)
    {
        var buffer = ArrayPool<byte>.Shared.Rent((int)Math.Clamp(most, 1, LargestPiece));
        try
        {
            var piece = buffer.AsMemory(0, (int)Math.Clamp(most, 1, LargestPiece));
            var read = await RandomAccess.ReadAsync(_file, piece, Position, cancellationToken);
            _hash.AppendData(buffer, 0, read);
            Position += read;
            return read;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>SHA-256 of all bytes read so far, lower-case hexadecimal.</summary>
    public string Digest() => FileDigest.ToText(_hash.GetCurrentHash());

    /// <inheritdoc/>
    public void Dispose()
    {
        _file.Dispose();
        _hash.Dispose();
    }
}
