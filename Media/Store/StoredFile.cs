using Microsoft.Win32.SafeHandles;

namespace OrleansVideo.Media.Store;

/// <summary>Opening and removing single files of the store, with one clear error where a directory stands in a file's place.</summary>
internal static class StoredFile
{
    /// <summary>Opens for the one writer: a second one gets an <see cref="IOException"/> for as long as the first is open.</summary>
    public static SafeFileHandle OpenToWrite(string path, FileMode mode)
    {
        // On Unix every share mode but None lets two writers in; on Windows None would keep a take-over from reading.
        var share = OperatingSystem.IsWindows() ? FileShare.Read : FileShare.None;
        return Open(path, mode, FileAccess.ReadWrite, share, FileOptions.Asynchronous | FileOptions.SequentialScan);
    }

    /// <summary>Opens for reading beside any other reader, renaming and removal; null when there is no such file.</summary>
    public static SafeFileHandle? TryOpenToRead(string path)
    {
        try
        {
            return Open(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, FileOptions.Asynchronous);
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
