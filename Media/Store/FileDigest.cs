using System.Buffers;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace OrleansVideo.Media.Store;

/// <summary>SHA-256 over a file that is already on disk, in constant memory.</summary>
internal static class FileDigest
{
    private const int PieceBytes = 1 << 20;

    public static string ToText(byte[] digest) => Convert.ToHexStringLower(digest);

    /// <summary>Digests the first <paramref name="length"/> bytes.</summary>
    /// <exception cref="EndOfStreamException">The file is shorter than that.</exception>
    public static async Task<string> ComputeAsync(SafeFileHandle file, long length, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(PieceBytes);
        try
        {
            for (long offset = 0; offset < length;)
            {
                var wanted = (int)Math.Min(PieceBytes, length - offset);
                var read = await RandomAccess.ReadAsync(file, buffer.AsMemory(0, wanted), offset, cancellationToken);
                if (read == 0)
                    throw new EndOfStreamException($"The file ends at {offset:N0} of {length:N0} bytes.");
                hash.AppendData(buffer, 0, read);
                offset += read;
            }
            return ToText(hash.GetHashAndReset());
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
