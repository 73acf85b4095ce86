using System.Globalization;
using OrleansVideo.Media.Store;
using OrleansVideo.Silo.Startup;

namespace OrleansVideo.Silo.DataDirectory;

/// <summary>
/// Ownership of the data directory: held from <see cref="Acquire"/> until disposal or the end of the process, however it ends. Two
/// processes on one directory would each believe that they alone decide.
/// </summary>
/// <param name="paths">The directory to own.</param>
public sealed class DataDirectoryLock(DataDirectoryPaths paths) : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private readonly Lock sync = new();
    private FileStream? held;

    /// <summary>Creates the directory when absent (for its owner alone) and takes its lock. Called again, does nothing.</summary>
    /// <exception cref="StartupException">
    /// Another process holds the lock (named by its id where known), the path is a file, or the directory cannot be written to.
    /// </exception>
    public void Acquire()
    {
        lock (sync)
        {
            if (held is not null) return;
            CreateDirectory();
            held = TakeLock();
            WriteOwner();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (sync)
        {
            held?.Dispose();
            held = null;
        }
    }

    /// <summary>Creates a directory for its owner alone; one that is there stays as it is.</summary>
    /// <param name="path">Its full path.</param>
    internal static void CreatePrivate(string path)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
        else Directory.CreateDirectory(path, OwnerOnly | UnixFileMode.UserExecute);
    }

    private void CreateDirectory()
    {
        if (File.Exists(paths.Root)) throw DataDirectoryErrors.IsFile(paths.Root);
        try
        {
            CreatePrivate(paths.Root);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw DataDirectoryErrors.NotWritable(paths.Root, exception);
        }
    }

    private FileStream TakeLock()
    {
        try
        {
            return OpenPrivate(paths.LockFile, FileMode.OpenOrCreate, FileShare.None);
        }
        catch (IOException exception) when (DataDirectoryErrors.IsSharingViolation(exception))
        {
            throw DataDirectoryErrors.InUse(paths.Root, ReadOwner(), exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw DataDirectoryErrors.NotWritable(paths.Root, exception);
        }
    }

    private void WriteOwner()
    {
        try
        {
            using var file = OpenPrivate(paths.OwnerFile, FileMode.Create, FileShare.Read);
            using var text = new StreamWriter(file);
            text.Write(Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        }
        catch (IOException exception) when (StorageFull.Is(exception))
        {
            // The id only makes another process's message better.
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Dispose();
            throw DataDirectoryErrors.NotWritable(paths.Root, exception);
        }
    }

    private int? ReadOwner()
    {
        try
        {
            return int.TryParse(File.ReadAllText(paths.OwnerFile), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null; // The id only makes the message better; the lock itself has already been refused.
        }
    }

    private static FileStream OpenPrivate(string path, FileMode mode, FileShare share)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = share };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerOnly;
        return new FileStream(path, options);
    }
}

/// <summary>What is said when the data directory cannot be owned. Every sentence names the directory's full path.</summary>
internal static class DataDirectoryErrors
{
    private const int WindowsSharingViolation = unchecked((int)0x80070020);
    private const int LinuxWouldBlock = 11;
    private const int DarwinWouldBlock = 35;

    /// <summary>Another process holds the lock.</summary>
    public static StartupException InUse(string root, int? processId, Exception inner)
    {
        var owner = processId is { } id ? $"process {id}" : "another process";
        return new($"The data directory '{root}' is in use by {owner}: stop that one first, or set OrleansVideo:DataDirectory.", inner);
    }

    /// <summary>The path names a file.</summary>
    public static StartupException IsFile(string root)
        => new($"The data directory '{root}' is a file: remove it, or set OrleansVideo:DataDirectory.");

    /// <summary>The directory, or the lock file in it, cannot be created or written.</summary>
    public static StartupException NotWritable(string root, Exception inner)
        => new($"The data directory '{root}' cannot be written to: {inner.Message}", inner);

    /// <summary>Whether opening failed because somebody else has the file open unshared, and for no other reason.</summary>
    public static bool IsSharingViolation(IOException exception)
        => exception.HResult is WindowsSharingViolation or LinuxWouldBlock or DarwinWouldBlock;
}
