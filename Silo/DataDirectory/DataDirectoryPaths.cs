namespace OrleansVideo.Silo.DataDirectory;

/// <summary>The paths under the data directory that this floor uses, all absolute.</summary>
public sealed class DataDirectoryPaths
{
    /// <summary>Names the paths under a data directory. Touches no file.</summary>
    /// <param name="contentRoot">What a relative <paramref name="dataDirectory"/> is relative to.</param>
    /// <param name="dataDirectory">The directory, as configured.</param>
    public DataDirectoryPaths(string contentRoot, string dataDirectory)
    {
        Root = Path.GetFullPath(dataDirectory, Path.GetFullPath(contentRoot));
        LockFile = Path.Combine(Root, "lock");
        OwnerFile = Path.Combine(Root, "lock.pid");
        DatabaseFile = Path.Combine(Root, "video.db");
        MediaDirectory = Path.Combine(Root, "media");
    }

    /// <summary>The data directory itself.</summary>
    public string Root { get; }

    /// <summary>The file held open, unshared, by the process that owns the directory.</summary>
    public string LockFile { get; }

    /// <summary>
    /// Process id of the owner, as text. Beside the lock file and not in it, because nobody else can read a file that is held unshared.
    /// </summary>
    public string OwnerFile { get; }

    /// <summary>The SQLite database of the embedded mode.</summary>
    public string DatabaseFile { get; }

    /// <summary>Part files, published videos and posters.</summary>
    public string MediaDirectory { get; }
}
