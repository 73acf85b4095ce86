using OrleansVideo.CrashPoints;
using OrleansVideo.Tests.Site.Client;
using OrleansVideo.Tests.Site.Deletion.Crashes;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Cluster;

/// <summary>Two silos, one of which dies.</summary>
public sealed class ClusterCrashSite : ICrashableSite
{
    private readonly CrashFolder _folder;
    private readonly LocalCluster _cluster;

    private ClusterCrashSite(CrashFolder folder, LocalCluster cluster) => (_folder, _cluster) = (folder, cluster);

    public Uri Address => _cluster.Address;

    public CrashOrder Order => _folder.Order;

    public static async Task<ICrashableSite> StartAsync()
    {
        var folder = new CrashFolder();
        return new ClusterCrashSite(folder, await LocalCluster.UpAsync(folder.Arm(SiteSettings.Roomy)));
    }

    public string[] FilesOf(string id) => _cluster.FilesOf(id);

    public async Task BringBack()
    {
        var dead = await Eventually.Get("a silo dies at the point", TimeSpan.FromSeconds(30), async () =>
        {
            foreach (var silo in _cluster.Silos)
            {
                if (!await _cluster.IsRunning(silo)) return silo;
            }

            return null;
        });
        await _cluster.Start(dead);
        using var probe = new SiteClient(Address);
        await Eventually.True("the site is ready", TimeSpan.FromSeconds(60), async () => await probe.TryGetStatus("/health/ready") == 200);
    }

    public async ValueTask DisposeAsync()
    {
        await _cluster.DisposeAsync();
        _folder.Dispose();
    }
}
