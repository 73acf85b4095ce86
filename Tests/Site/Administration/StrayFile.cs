using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Site.Administration;

/// <summary>A file among the videos that belongs to none, old enough to be moved.</summary>
internal static class StrayFile
{
    public const string Name = "nobody's.video";

    /// <summary>Puts it there.</summary>
    /// <returns>Where it lies.</returns>
    public static async Task<string> Make(SiteProcess site)
    {
        var folder = Path.Combine(site.DataDirectory, "media", "videos", "00");
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, Name);
        await File.WriteAllTextAsync(path, "?", TestContext.Current.CancellationToken);
        File.SetLastWriteTimeUtc(path, TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(-2));
        return path;
    }
}
