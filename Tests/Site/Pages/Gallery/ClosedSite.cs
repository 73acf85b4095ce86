using System.Globalization;
using OrleansVideo.Tests.Site.Client;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Site.Pages.Gallery;

/// <summary>A site that takes no new accounts and shows the public nothing: its admin keeps one private video, which takes most of the storage.</summary>
public sealed class ClosedSite : IAsyncDisposable
{
    private ClosedSite(SiteProcess site, SiteClient admin) => (Site, Admin) = (site, admin);

    public SiteProcess Site { get; }

    public SiteClient Admin { get; }

    public static async Task<ClosedSite> StartAsync()
    {
        var film = await GalleryFilm.All[^1].Make();
        var quota = new FileInfo(film).Length * 100 / 95;
        var site = await SiteProcess.StartAsync(SiteSettings.Roomy
            .With("Accounts:AllowRegistration", "false")
            .With("Uploads:UserQuotaBytes", quota.ToString(CultureInfo.InvariantCulture)));
        var admin = await site.Admin();
        await admin.Publish(film, GalleryFilm.Main, "private");
        return new ClosedSite(site, admin);
    }

    public ValueTask DisposeAsync()
    {
        Admin.Dispose();
        return Site.DisposeAsync();
    }
}
