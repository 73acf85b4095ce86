using Microsoft.Win32.SafeHandles;

namespace OrleansVideo.WebFrontend.Streaming;

/// <summary>
/// The open file of a video, shared by all who send from it: it closes when the last of them has let go, whoever that is.
/// Reads are at offsets of their own, so that no reader moves another's.
/// </summary>
internal sealed class ContentFile : IDisposable
{
    private int _users = 1;

    /// <summary>Takes over an open file; the caller is its first user.</summary>
    /// <param name="file">Opened to read.</param>
    public ContentFile(SafeFileHandle file) => (Handle, Length) = (file, RandomAccess.GetLength(file));

    /// <summary>The file.</summary>
    /// <remarks>To be used between <see cref="TryUse"/> and <see cref="Dispose"/> alone.</remarks>
    public SafeFileHandle Handle { get; }

    /// <summary>Bytes in the file when it was opened.</summary>
    public long Length { get; }

    /// <summary>Becomes one more user of the file.</summary>
    /// <returns>False when the last one has let go, and the file is closed.</returns>
    public bool TryUse()
    {
        var users = Volatile.Read(ref _users);
        while (users > 0)
        {
            var before = Interlocked.CompareExchange(ref _users, users + 1, users);
            if (before == users) return true;
            users = before;
        }

        return false;
    }

    /// <summary>One user lets go: to be called once for each time that one became one.</summary>
    public void Dispose()
    {
        if (Interlocked.Decrement(ref _users) == 0) Handle.Dispose();
    }
}
