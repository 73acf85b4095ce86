using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Site.Client;

/// <summary>Deleting, taking back, and what is left on the disk.</summary>
public static class DeletionCalls
{
    public static Task<Reply> Trash(this SiteClient client, string id) => client.Delete($"/api/v1/videos/{id}");

    public static Task<Reply> DeleteForGood(this SiteClient client, string id) => client.Delete($"/api/v1/videos/{id}?permanent=true");

    public static Task<Reply> Restore(this SiteClient client, string id) => client.Post($"/api/v1/videos/{id}/restore");

    /// <summary>Everything below the data directory whose path names the video.</summary>
    public static string[] FilesOf(this SiteProcess site, string id)
    {
        var compact = id.Replace("-", "", StringComparison.Ordinal);
        return [.. Directory.EnumerateFiles(site.DataDirectory, "*", SearchOption.AllDirectories)
            .Where(path => path.Contains(id, StringComparison.OrdinalIgnoreCase) || path.Contains(compact, StringComparison.OrdinalIgnoreCase))];
    }

    /// <summary>How long it took until no file of the video was left.</summary>
    public static Task<TimeSpan> FilesGone(this SiteProcess site, string id, TimeSpan within) =>
        Eventually.True($"no file of {id} is left", within, () => site.FilesOf(id).Length == 0);
}
