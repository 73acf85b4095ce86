using OrleansVideo.Media.Store;
using OrleansVideo.Silo.Health;

namespace OrleansVideo.Silo.DataDirectory;

/// <summary>
/// Whether this process sees the site's own data directory: a marker in it carries the id that the site has in its database. Told at
/// start, and from then on whenever readiness asks: a volume that is unmounted takes its marker along.
/// </summary>
/// <param name="paths">The directory.</param>
internal sealed class SiteDirectory(DataDirectoryPaths paths)
{
    /// <summary>The file name of the marker.</summary>
    public const string MarkerName = "site-id";

    private volatile string? _id;

    /// <summary>The marker in the directory.</summary>
    public DirectoryMarker Marker { get; } = new(paths.Root, MarkerName);

    /// <summary>The directory is the site's.</summary>
    /// <param name="id">The site's id.</param>
    public void Proven(string id) => _id = id;

    /// <summary>Why the directory is the site's no more; null while it is, and before that was proven.</summary>
    public HealthReason? Problem()
    {
        if (_id is not { } id) return null;
        try
        {
            return Marker.Read() switch
            {
                { } said when said == id => null,
                null => new HealthReason(HealthReasonCode.DirectoryWithoutMarker, MarkerName),
                _ => new HealthReason(HealthReasonCode.DirectoryOfAnotherSite, MarkerName),
            };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new HealthReason(HealthReasonCode.MarkerUnreadable, MarkerName, e.Message);
        }
    }

    /// <summary>
    /// What a start makes of the two ids and of what is in database and directory. A site gets its id from the first process that
    /// starts; one that is older than ids, from the first that starts after the upgrade.
    /// </summary>
    /// <param name="root">The directory's full path.</param>
    /// <param name="stored">The id in the database; null when there is none yet.</param>
    /// <param name="marker">What the marker says; null when there is none.</param>
    /// <param name="contents">What is in the two.</param>
    /// <returns>Why the process must not start; null when it may, with the marker's id, or with a new one.</returns>
    public static string? Refuse(string root, string? stored, string? marker, SiteContents contents) => (stored, marker) switch
    {
        ({ } id, { } said) when id == said => null,
        ({ } id, null) =>
            $"The data directory '{root}' has no marker '{MarkerName}' of this site ({id}): it is not the directory that the site's other processes share, or is not mounted. {Mend}",
        ({ } id, { } said) =>
            $"The data directory '{root}' is another site's: its marker '{MarkerName}' says '{said}', the database {id}. {Mend}",
        _ when contents is { RecordsHaveFiles: true, HasFiles: false } =>
            $"The data directory '{root}' has no videos, and the database knows of some: it is not the site's directory, or is not mounted. {Mend}",
        _ when contents is { HasRecords: false, HasFiles: true } =>
            $"The data directory '{root}' has videos, and the database knows of none: one of the two is not this site's. {Mend}",
        _ => null,
    };

    private const string Mend =
        "Mount it, or set OrleansVideo:DataDirectory; after a restore, when this is the right one, start once with --adopt-directory.";
}

/// <summary>What a database and a data directory hold.</summary>
/// <param name="HasRecords">Whether the database knows of any video.</param>
/// <param name="RecordsHaveFiles">Whether it knows of one whose file has to be there.</param>
/// <param name="HasFiles">Whether the directory has the file of any video.</param>
internal readonly record struct SiteContents(bool HasRecords, bool RecordsHaveFiles, bool HasFiles);
