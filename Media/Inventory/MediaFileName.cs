using OrleansVideo.Media.Store;

namespace OrleansVideo.Media.Inventory;

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
