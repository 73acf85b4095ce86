using OrleansVideo.CrashPoints;
using OrleansVideo.Tests.Site.Client;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Site.Deletion.Crashes;

/// <summary>The site in one process with its silo.</summary>
public sealed class EmbeddedCrashSite : ICrashableSite
{
    private readonly CrashFolder _folder;
    private readonly SiteProcess _site;

    private EmbeddedCrashSite(CrashFolder folder, SiteProcess site) => (_folder, _site) = (folder, site);

    public Uri Address => _site.Address;

    public CrashOrder Order => _folder.Order;

    public static async Task<ICrashableSite> StartAsync()
    {
        var folder = new CrashFolder();
        return new EmbeddedCrashSite(folder, await SiteProcess.StartAsync(folder.Arm(SiteSettings.Roomy)));
    }

    public string[] FilesOf(string id) => _site.FilesOf(id);

    public async Task BringBack()
    {
        await Eventually.True("the site dies at the point", TimeSpan.FromSeconds(30), () => _site.HasExited);
        await _site.Restart();
    }

    public async ValueTask DisposeAsync()
    {
        await _site.DisposeAsync();
        _folder.Dispose();
    }
}
