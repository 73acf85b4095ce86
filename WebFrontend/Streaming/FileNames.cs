using OrleansVideo.Media;
using OrleansVideo.Videos;

namespace OrleansVideo.WebFrontend.Streaming;

/// <summary>The name under which a browser stores a downloaded video.</summary>
internal static class FileNames
{
    private const int MaxStem = 80;

    /// <summary>The title without what file systems refuse, and the extension of the content's type.</summary>
    public static string Of(VideoDetails video)
    {
        var stem = string.Concat(video.Title.Select(c => "<>:\"/\\|?*".Contains(c, StringComparison.Ordinal) ? '_' : c)).Trim(' ', '.');
        if (stem.Length > MaxStem) stem = stem[..(char.IsHighSurrogate(stem[MaxStem - 1]) ? MaxStem - 1 : MaxStem)].Trim();
        var type = MediaType.All.FirstOrDefault(known => known.ContentType == video.ContentType);
        return (stem.Length == 0 ? video.Id.ToString("D") : stem) + "." + (type?.Name.ToLowerInvariant() ?? "bin");
    }
}
