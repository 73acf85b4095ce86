using OrleansVideo.Silo.Startup;

namespace OrleansVideo.Silo.DataDirectory;

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
