using OrleansVideo.Catalog;
using OrleansVideo.Media.Inventory;
using OrleansVideo.Storage;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Grains.Storage;

/// <summary>Files and findings of a cluster under test. Its clock is years ahead of the disk's: only a file that is made young is young.</summary>
internal static class GrainClusterStorage
{
    public static IStorageReconcilerGrain Reconciler(this GrainCluster cluster) =>
        cluster.Grains.GetGrain<IStorageReconcilerGrain>(IStorageReconcilerGrain.Key);

    public static MediaInventory Inventory(this GrainCluster cluster) => cluster.Service<MediaInventory>();

    /// <summary>Runs a scan to its end; one that runs by itself comes first.</summary>
    public static async Task<StorageReconcilerView> Scan(this GrainCluster cluster, bool dryRun = false)
    {
        await Eventually.True("a scan begins", TimeSpan.FromSeconds(30), async () => (await cluster.Reconciler().Scan(dryRun)).Refusal is null);
        return await cluster.ScanEnds();
    }

    public static Task<StorageReconcilerView> ScanEnds(this GrainCluster cluster) => Eventually.Get(
        "the scan ends", TimeSpan.FromSeconds(60),
        async () => await cluster.Reconciler().GetState() is { IsScanning: false, ScanEnded: not null } view ? view : null);

    /// <summary>All findings, page by page.</summary>
    public static async Task<List<StorageFinding>> Findings(this GrainCluster cluster, FindingState? state = null)
    {
        var all = new List<StorageFinding>();
        string? cursor = null;
        do
        {
            var page = (await cluster.Reconciler().ListFindings(state, new PageRequest(PageRequest.MaxLimit, cursor))).Value!;
            all.AddRange(page.Items);
            cursor = page.NextCursor;
        }
        while (cursor is not null);
        return all;
    }

    /// <summary>The latest finding of a path; null when there never was one.</summary>
    public static async Task<StorageFinding?> Finding(this GrainCluster cluster, string path) =>
        (await cluster.Findings()).Find(finding => finding.Path == path);

    /// <summary>Puts a file below the media directory.</summary>
    public static string Put(this GrainCluster cluster, string path, int bytes = 5, TimeSpan? age = null)
    {
        var full = cluster.At(path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllBytes(full, new byte[bytes]);
        if (age is { } young) File.SetLastWriteTimeUtc(full, (cluster.Clock.GetUtcNow() - young).UtcDateTime);
        return path;
    }

    public static string At(this GrainCluster cluster, string path) => Path.Combine(cluster.Media.Root, path);

    public static bool IsInPlace(this GrainCluster cluster, string path) =>
        cluster.Inventory().Find(path) is not null && cluster.Inventory().FindInQuarantine(path) is null;

    public static bool IsInQuarantine(this GrainCluster cluster, string path) =>
        cluster.Inventory().Find(path) is null && cluster.Inventory().FindInQuarantine(path) is not null;
}
