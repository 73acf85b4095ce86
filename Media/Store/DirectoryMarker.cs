using System.Text;

namespace OrleansVideo.Media.Store;

/// <summary>
/// One line of text in a directory, by which processes can tell whether they see the same directory: it is made once, whoever comes
/// first, and appears whole or not at all.
/// </summary>
/// <param name="directory">The directory's full path.</param>
/// <param name="name">The marker's file name.</param>
public sealed class DirectoryMarker(string directory, string name)
{
    /// <summary>Bytes read at most: what is longer is no marker, and unlike every one.</summary>
    private const int MaxBytes = 256;

    /// <summary>Where it lies, or would lie.</summary>
    public string FilePath { get; } = Path.Combine(directory, name);

    /// <summary>What it says; null when there is none.</summary>
    /// <exception cref="IOException">It can't be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public string? Read()
    {
        try
        {
            using var file = File.OpenHandle(FilePath);
            var bytes = new byte[MaxBytes];
            return Encoding.UTF8.GetString(bytes, 0, RandomAccess.Read(file, bytes, 0)).Trim();
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Makes it say this unless it is there already.</summary>
    /// <returns>What it says now: this, or what another process made it say first.</returns>
    public string ReadOrCreate(string text)
    {
        var draft = WriteDraft(text);
        try
        {
            while (true)
            {
                if (PosixFiles.TryRenameWithoutReplacing(draft, FilePath))
                {
                    PosixFiles.FlushDirectory(directory);
                    return text;
                }

                if (Read() is { } first) return first; // Gone again, between the two: the next round makes it.
            }
        }
        finally
        {
            File.Delete(draft);
        }
    }

    /// <summary>Makes it say this, whatever it said.</summary>
    public void Replace(string text)
    {
        File.Move(WriteDraft(text), FilePath, overwrite: true);
        PosixFiles.FlushDirectory(directory);
    }

    private string WriteDraft(string text)
    {
        var draft = $"{FilePath}.{Guid.NewGuid():N}";
        using var file = File.OpenHandle(draft, FileMode.CreateNew, FileAccess.Write);
        RandomAccess.Write(file, Encoding.UTF8.GetBytes(text + "\n"), 0);
        RandomAccess.FlushToDisk(file);
        return draft;
    }
}
