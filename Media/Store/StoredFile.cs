using Microsoft.Win32.SafeHandles;

namespace OrleansVideo.Media.Store;

/// <summary>Opening and removing single files of the store, with one clear error where a directory stands in a file's place.</summary>
internal static class StoredFile
{
    /// <summary>Read and written by the site, read by its group (for a player of files or a backup), closed to everybody else.</summary>
    private const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead;

    /// <summary>Opens for the one writer: a second one gets an <see cref="IOException"/> for as long as the first is open.</summary>
    public static SafeFileHandle OpenToWrite(string path, FileMode mode)
    {
        RefuseLink(path);
        // On Unix every share mode but None lets two writers in; on Windows None would keep a take-over from reading.
        var share = OperatingSystem.IsWindows() ? FileShare.Read : FileShare.None;
        var file = Open(path, mode, FileAccess.ReadWrite, share, FileOptions.Asynchronous | FileOptions.SequentialScan);
        try
        {
            if (!OperatingSystem.IsWindows() && File.GetUnixFileMode(file) != Mode) File.SetUnixFileMode(file, Mode);
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Opens for reading beside any other reader, renaming and removal; null when there is no such file.</summary>
    public static SafeFileHandle? TryOpenToRead(string path)
    {
        try
        {
            if (OperatingSystem.IsWindows())
                return Open(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, FileOptions.Asynchronous);
            RefuseDirectory(path);
            return PosixFiles.OpenUnlocked(path);
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Bytes in the file; null when there is no such file.</summary>
    public static long? Length(string path)
    {
        RefuseDirectory(path);
        var file = new FileInfo(path);
        return file.Exists ? file.Length : null;
    }

    /// <summary>Removes the file; returns the bytes it held, 0 when it was gone already.</summary>
    public static long Remove(string path)
    {
        if (Length(path) is not { } length)
            return 0;
        try
        {
            File.Delete(path);
            return length;
        }
        catch (DirectoryNotFoundException)
        {
            // Its folder went in between, so the file did too.
            return 0;
        }
    }

    public static void RefuseDirectory(string path)
    {
        if (Directory.Exists(path))
            throw new IOException($"A directory stands where the file '{path}' should be.");
    }

    /// <summary>The store makes no links: one that stands in a file's place leads to somebody else's file.</summary>
    private static void RefuseLink(string path)
    {
        if (new FileInfo(path).LinkTarget is not null)
            throw new IOException($"A symbolic link stands where the file '{path}' should be.");
    }

    private static SafeFileHandle Open(string path, FileMode mode, FileAccess access, FileShare share, FileOptions options)
    {
        try
        {
            return File.OpenHandle(path, mode, access, share, options);
        }
        catch (UnauthorizedAccessException) when (Directory.Exists(path))
        {
            throw new IOException($"A directory stands where the file '{path}' should be.");
        }
    }
}
