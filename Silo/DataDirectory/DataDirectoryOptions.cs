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
}
