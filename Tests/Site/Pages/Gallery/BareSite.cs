using OrleansVideo.Tests.Site.Client;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Site.Pages.Gallery;

/// <summary>A site that has no admin, no public video, and no seat: one video lies there for those who know its address.</summary>
public sealed class BareSite : IAsyncDisposable
{
    private BareSite(SiteProcess site, string unlisted) => (Site, Unlisted) = (site, unlisted);

    public SiteProcess Site { get; }

    /// <summary>The id of the video.</summary>
    public string Unlisted { get; }

    public static async Task<BareSite> StartAsync()
    {
        var settings = SiteSettings.Roomy.With("Streaming:MaxStreams", "0");
        foreach (var name in settings.Keys.Where(key => key.StartsWith("Administration:", StringComparison.Ordinal)).ToArray()) settings.Remove(name);
        var site = await SiteProcess.StartAsync(settings);
        using var owner = await site.NewMember("owner");
        return new BareSite(site, await owner.Publish(await GalleryFilm.All[^1].Make(), GalleryFilm.Main, "unlisted"));
    }

    public ValueTask DisposeAsync() => Site.DisposeAsync();
}
