namespace OrleansVideo.Silo.DataDirectory;

/// <summary>Where the site keeps its files, bound from <c>OrleansVideo</c>.</summary>
public sealed class DataDirectoryOptions
{
    /// <summary>Default of <see cref="DataDirectory"/>: beside the program, so that nothing need be configured to try the site.</summary>
    public const string DefaultDataDirectory = "data";

    /// <summary>
    /// Directory of media files, key ring and SQLite database; relative to the content root. It is created when absent, readable by its
    /// owner alone, and owned by one process at a time.
    /// </summary>
    public string DataDirectory { get; set; } = DefaultDataDirectory;

    /// <summary>
    /// Whether this start takes the directory for the site's own whatever its marker says, as <c>--adopt-directory</c> does. For the one
    /// start after a restore. Without meaning in embedded mode, whose database lies in the directory.
    /// </summary>
    public bool AdoptDirectory { get; set; }
}
