using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace OrleansVideo.Media.Store;

/// <summary>
/// A file that is there to be removed: its blocks are really allocated, so that its removal makes room on a full volume. Several
/// processes may make and remove the same one at once.
/// </summary>
/// <param name="path">Where it lies, or would lie.</param>
/// <param name="bytes">Its length.</param>
public sealed class BallastFile(string path, long bytes)
{
    private const int PieceBytes = 1 << 20;

    /// <summary>Where it lies, or would lie.</summary>
    public string FilePath => path;

    /// <summary>Its length.</summary>
    public long Bytes => bytes;

    /// <summary>Whether all of it is there.</summary>
    public bool Exists => StoredFile.Length(path) == bytes;

    /// <summary>Makes it. Without room for all of it nothing of it stays.</summary>
    /// <exception cref="StorageFullException">There is no room.</exception>
    public void Make()
    {
        try
        {
            using var file = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
            if (RandomAccess.GetLength(file) > bytes)
                RandomAccess.SetLength(file, bytes); // It was larger before.
            else if (!PosixFiles.TryAllocate(file, path, bytes))
                Fill(file);
            RandomAccess.FlushToDisk(file);
        }
        catch (IOException error) when (StorageFull.Is(error))
        {
            Remove();
            throw StorageFull.From(error);
        }
    }

    /// <summary>Removes it.</summary>
    /// <returns>Whether there was one, be it in part.</returns>
    public bool Remove() => StoredFile.Remove(path) > 0;

    // With bytes that no file system makes less of: some keep no blocks for zeros.
    private void Fill(SafeFileHandle file)
    {
        var piece = new byte[PieceBytes];
        for (long at = 0; at < bytes; at += piece.Length)
        {
            RandomNumberGenerator.Fill(piece);
            RandomAccess.Write(file, piece.AsSpan(0, (int)Math.Min(piece.Length, bytes - at)), at);
        }
    }
}
