using System.Globalization;

namespace OrleansVideo.Media.Store;

/// <summary>
/// Where each file of a video lies below the media root. Every name is made of the video's id and numbers of ours, never of anything a
/// user typed, so no name can leave the root.
/// </summary>
/// <remarks>
/// All are spread over 256 folders by the last two digits of the id: ids are version 7, their first digits are the time and would put a
/// whole week's videos into one folder. Releases before this one kept part files in one folder, which is still looked at.
/// </remarks>
internal sealed class MediaLayout(string root)
{
    public const string PartSuffix = ".part";
    public const string CopySuffix = ".copy";
    public const string PosterPartSuffix = ".poster-part";

    public string Root { get; } = root;

    public string Parts { get; } = Path.Combine(root, "parts");

    public string Videos { get; } = Path.Combine(root, "videos");

    public string Posters { get; } = Path.Combine(root, "posters");

    /// <summary>Where all unfinished files of a video lie, whatever their lease.</summary>
    public string PartFolder(Guid id) => Path.Combine(Parts, Shard(id));

    public string PartPath(Guid id, long lease) => Path.Combine(PartFolder(id), PartName(id, lease));

    /// <summary>Where a release before this one has put the part file.</summary>
    public string FlatPartPath(Guid id, long lease) => Path.Combine(Parts, PartName(id, lease));

    public string PartCopyPath(Guid id, long lease) =>
        Path.Combine(PartFolder(id), string.Create(CultureInfo.InvariantCulture, $"{id:D}.{lease}{CopySuffix}"));

    public string PosterPartPath(Guid id, Guid attempt) => Path.Combine(PartFolder(id), $"{id:D}.{attempt:N}{PosterPartSuffix}");

    public string VideoPath(Guid id) => Path.Combine(Videos, Shard(id), $"{id:D}.video");

    public string PosterPath(Guid id) => Path.Combine(Posters, Shard(id), $"{id:D}.jpg");

    /// <summary>Reads the lease number back from a part file's name; null for a name of another kind or another id.</summary>
    public static long? LeaseOf(Guid id, string fileName)
    {
        var prefix = $"{id:D}.";
        if (!fileName.StartsWith(prefix, StringComparison.Ordinal) || !fileName.EndsWith(PartSuffix, StringComparison.Ordinal))
            return null;
        if (fileName.Length <= prefix.Length + PartSuffix.Length)
            return null;
        var digits = fileName.AsSpan(prefix.Length, fileName.Length - prefix.Length - PartSuffix.Length);
        return long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var lease) ? lease : null;
    }

    private static string PartName(Guid id, long lease) => string.Create(CultureInfo.InvariantCulture, $"{id:D}.{lease}{PartSuffix}");

    private static string Shard(Guid id) => id.ToString("N")[^2..];
}
