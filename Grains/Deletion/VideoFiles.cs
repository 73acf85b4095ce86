using OrleansVideo.Deletion;
using OrleansVideo.Media.Store;

namespace OrleansVideo.Grains.Deletion;

/// <summary>All files of one video: part files, the content, the poster, removed in this order.</summary>
internal sealed class VideoFiles(MediaStore media)
{
    /// <summary>
    /// Removes what is there. A missing file is success, unless the whole directory is missing; at the first that can't be removed it stops.
    /// </summary>
    public RemovalReport Remove(Guid videoId)
    {
        if (!media.IsPresent) return new RemovalReport(0, "The media directory has lost its folders: its volume is not mounted.");
        var freed = 0L;
        try
        {
            freed += Traced("parts", () => media.RemoveParts(videoId));
            freed += Traced("content", () => media.RemoveVideo(videoId));
            freed += Traced("poster", () => media.RemovePoster(videoId));
            return new RemovalReport(freed, null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What the disk refuses is an outcome: the ledger keeps the words and tries again.
            return new RemovalReport(freed, e.Message);
        }
    }

    private static long Traced(string what, Func<long> remove)
    {
        using var activity = VideoTelemetry.Source.StartActivity($"remove {what}");
        return remove();
    }
}
