using OrleansVideo.Media.Store;

namespace OrleansVideo.Media.Inventory;

/// <summary>
/// Lists what lies in the media directory, to be compared with what the records say, and moves what belongs to nobody into quarantine
/// instead of removing it. A file keeps its relative path there, so that it can go back.
/// </summary>
public sealed class MediaInventory
{
    private static readonly string[] Folders = ["videos", "posters", "parts"];
    private static readonly MediaLayout Layout = new("");

    private readonly string _root;
    private readonly string _quarantine;

    /// <summary>The inventory of a store.</summary>
    public MediaInventory(MediaStore store)
    {
        _root = store.Root;
        _quarantine = Path.Combine(_root, "quarantine");
    }

    /// <summary>Every file, quarantine left out, as the enumeration meets it: files come and go meanwhile.</summary>
    public IEnumerable<MediaFile> List() => Folders.SelectMany(folder => List(Path.Combine(_root, folder)));

    /// <summary>Every file in quarantine, under the path it came from.</summary>
    public IEnumerable<MediaFile> ListQuarantine() =>
        Folders.Select(folder => Path.Combine(_quarantine, folder)).Where(Directory.Exists).SelectMany(List);

    /// <summary>Where a video's file lies or would lie, as in <see cref="MediaFile.Path"/>.</summary>
    public static string VideoPath(Guid id) => Relative(Layout.VideoPath(id));

    /// <summary>Where a video's poster lies or would lie.</summary>
    public static string PosterPath(Guid id) => Relative(Layout.PosterPath(id));

    /// <summary>The file at a path as it is now; null when there is none, or the path is none of the directory's.</summary>
    /// <param name="path">As in <see cref="MediaFile.Path"/>.</param>
    public MediaFile? Find(string path) => Find(path, _root);

    /// <summary>The file in quarantine that came from a path; null when there is none.</summary>
    /// <param name="path">As in <see cref="MediaFile.Path"/>.</param>
    public MediaFile? FindInQuarantine(string path) => Find(path, _quarantine);

    /// <summary>Removes a file from quarantine, for good. A missing file is success.</summary>
    /// <param name="path">As in <see cref="MediaFile.Path"/>.</param>
    /// <returns>Bytes freed.</returns>
    public long RemoveFromQuarantine(string path)
    {
        if (FindInQuarantine(path) is null)
            return 0;
        var full = Path.Combine(_quarantine, path);
        var freed = StoredFile.Remove(full);
        PosixFiles.FlushDirectory(Path.GetDirectoryName(full)!);
        return freed;
    }

    /// <summary>Moves a file into quarantine. Can be repeated.</summary>
    /// <param name="path">As in <see cref="MediaFile.Path"/>.</param>
    public MoveOutcome Quarantine(string path) => Move(path, _root, _quarantine);

    /// <summary>Moves a file back from quarantine. Can be repeated.</summary>
    /// <param name="path">As in <see cref="MediaFile.Path"/>.</param>
    public MoveOutcome Restore(string path) => Move(path, _quarantine, _root);

    private IEnumerable<MediaFile> List(string folder)
    {
        var options = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };
        foreach (var file in new DirectoryInfo(folder).EnumerateFiles("*", options))
        {
            // Gone between the listing and this look: not a finding.
            if (!file.Exists)
                continue;
            var side = file.FullName.StartsWith(_quarantine + Path.DirectorySeparatorChar, StringComparison.Ordinal) ? _quarantine : _root;
            yield return Describe(Relative(Path.GetRelativePath(side, file.FullName)), file);
        }
    }

    private static MediaFile? Find(string path, string root)
    {
        if (!IsInside(path, root))
            return null;
        var file = new FileInfo(Path.Combine(root, path));
        return file.Exists && !file.Attributes.HasFlag(FileAttributes.ReparsePoint) ? Describe(path, file) : null;
    }

    private static MediaFile Describe(string path, FileInfo file)
    {
        var name = MediaFileName.Read(path);
        return new MediaFile(name.Kind, name.VideoId, name.Lease, path, file.Length, file.LastWriteTimeUtc);
    }

    private static string Relative(string path) => path.Replace(Path.DirectorySeparatorChar, '/');

    private static MoveOutcome Move(string path, string fromRoot, string toRoot)
    {
        if (!IsInside(path, fromRoot))
            return MoveOutcome.Refused;
        var from = Path.Combine(fromRoot, path);
        var to = Path.Combine(toRoot, path);
        var fromFolder = Path.GetDirectoryName(from)!;
        var toFolder = Path.GetDirectoryName(to)!;
        Directory.CreateDirectory(toFolder);
        if (!PosixFiles.TryRenameWithoutReplacing(from, to) && (File.Exists(from) || !File.Exists(to)))
            return File.Exists(from) ? MoveOutcome.Occupied : MoveOutcome.Missing;
        // From the new folder up to the root: any of them may have been made just now.
        for (var folder = toFolder; folder.Length >= toRoot.Length; folder = Path.GetDirectoryName(folder)!)
            PosixFiles.FlushDirectory(folder);
        PosixFiles.FlushDirectory(Path.GetDirectoryName(toRoot)!);
        if (Directory.Exists(fromFolder))
            PosixFiles.FlushDirectory(fromFolder);
        return MoveOutcome.Moved;
    }

    private static bool IsInside(string path, string root)
    {
        if (path.Length == 0 || path.Contains('\0', StringComparison.Ordinal) || Path.IsPathRooted(path))
            return false;
        var relative = Relative(Path.GetRelativePath(root, Path.GetFullPath(path, root)));
        return relative == path && Array.Exists(Folders, folder => path.StartsWith(folder + '/', StringComparison.Ordinal));
    }
}

/// <summary>One file found below the media directory.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="VideoId">The video it belongs to; null when its name is none of ours.</param>
/// <param name="Lease">The write lease of a part; null for every other kind.</param>
/// <param name="Path">Relative to the media directory, with forward slashes.</param>
/// <param name="Length">Bytes.</param>
/// <param name="ModifiedAt">When its content last changed.</param>
public sealed record MediaFile(MediaFileKind Kind, Guid? VideoId, long? Lease, string Path, long Length, DateTimeOffset ModifiedAt);

/// <summary>What a file below the media directory is, by its place and name.</summary>
public enum MediaFileKind
{
    /// <summary>A published video.</summary>
    Video,

    /// <summary>A published poster.</summary>
    Poster,

    /// <summary>A write lease's unfinished file.</summary>
    Part,

    /// <summary>A step of an upload or poster that was interrupted: a copy or an image nobody published.</summary>
    Leftover,

    /// <summary>Nothing this site made under that name.</summary>
    Unknown,
}

/// <summary>
/// What a relative path says of its file. Only a path that a store would use, or has used, counts: a video in the wrong folder is unknown.
/// </summary>
internal readonly record struct MediaFileName(MediaFileKind Kind, Guid? VideoId, long? Lease)
{
    private const int IdLength = 36;

    private static readonly MediaLayout Layout = new("");

    public static MediaFileName Read(string path)
    {
        var name = Path.GetFileName(path);
        if (name.Length <= IdLength || !Guid.TryParseExact(name[..IdLength], "D", out var id))
            return new(MediaFileKind.Unknown, null, null);
        if (Is(path, Layout.VideoPath(id)))
            return new(MediaFileKind.Video, id, null);
        if (Is(path, Layout.PosterPath(id)))
            return new(MediaFileKind.Poster, id, null);
        if (MediaLayout.LeaseOf(id, name) is { } lease && (Is(path, Layout.PartPath(id, lease)) || Is(path, Layout.FlatPartPath(id, lease))))
            return new(MediaFileKind.Part, id, lease);
        return (path == $"parts/{name}" || Is(path, Path.Combine(Layout.PartFolder(id), name))) && (name.EndsWith(MediaLayout.CopySuffix, StringComparison.Ordinal)
            || name.EndsWith(MediaLayout.PosterPartSuffix, StringComparison.Ordinal))
            ? new(MediaFileKind.Leftover, id, null)
            : new(MediaFileKind.Unknown, null, null);
    }

    private static bool Is(string path, string expected) => path == expected.Replace(Path.DirectorySeparatorChar, '/');
}

/// <summary>What became of moving a file into quarantine or back.</summary>
public enum MoveOutcome
{
    /// <summary>It is there now, durably; or it was, from an earlier call.</summary>
    Moved,

    /// <summary>There is no such file on either side.</summary>
    Missing,

    /// <summary>A file stands at the place it would go to. Neither was touched.</summary>
    Occupied,

    /// <summary>The path leads out of the media directory's own folders.</summary>
    Refused,
}
