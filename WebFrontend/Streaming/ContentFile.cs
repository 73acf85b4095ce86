using Microsoft.Win32.SafeHandles;

namespace OrleansVideo.WebFrontend.Streaming;

/// <summary>
/// The open file of a video, shared by all who send from it: it closes when the last of them has let go, whoever that is.
/// Reads are at offsets of their own, so that no reader moves another's.
/// </summary>
internal sealed class ContentFile : IDisposable
{
    private readonly OpenFile _stream;
    private int _users = 1;

    /// <summary>Takes over an open file; the caller is its first user.</summary>
    /// <param name="file">Opened to read, for asynchronous use.</param>
    public ContentFile(SafeFileHandle file)
    {
        Length = RandomAccess.GetLength(file);
        _stream = new OpenFile(file, Length);
    }

    /// <summary>The file.</summary>
    /// <remarks>To be used between <see cref="TryUse"/> and <see cref="Dispose"/> alone.</remarks>
    public SafeFileHandle Handle => _stream.SafeFileHandle;

    /// <summary>The file as the socket's own sending wants it; nobody reads or seeks it.</summary>
    /// <remarks>To be used between <see cref="TryUse"/> and <see cref="Dispose"/> alone.</remarks>
    public FileStream Stream => _stream;

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
        if (Interlocked.Decrement(ref _users) == 0) _stream.Dispose();
    }

    /// <summary>
    /// A stream has a position, and tells the kernel and asks it before it hands out its file: two calls for each piece. This
    /// one has none to tell, as nobody reads it.
    /// </summary>
    private sealed class OpenFile : FileStream
    {
        private readonly SafeFileHandle _file;

        public OpenFile(SafeFileHandle file, long length)
            : base(file, FileAccess.Read, bufferSize: 0, isAsync: true) => (_file, Length) = (file, length);

        public override SafeFileHandle SafeFileHandle => _file;

        public override long Length { get; }
    }
}
