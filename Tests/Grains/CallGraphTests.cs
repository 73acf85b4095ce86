using OrleansVideo.Catalog;
using OrleansVideo.Comments;
using OrleansVideo.Media.Inventory;
using OrleansVideo.Tests.Grains.Storage;
using OrleansVideo.Videos;

namespace OrleansVideo.Tests.Grains;

public sealed class CallGraphTests(GrainCluster cluster) : IClassFixture<GrainCluster>
{
    /// <summary>The table "Grains" of the architecture: who may call whom.</summary>
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["outside"] = ["video", "upload", "user", "comment-thread", "stream-limiter", "deletion-shard", "deletion-ledger", "catalog", "catalog-reconciler",
            "storage-reconciler", "view-counter"],
        ["upload"] = ["media-probe", "video"],
        ["comment-thread"] = ["video"],
        ["deletion-shard"] = ["video", "upload", "comment-thread", "stream-limiter", "deletion-worker"],
        ["catalog-reconciler"] = ["video", "upload"],
        ["storage-reconciler"] = ["video", "upload"],
    };

    [Fact]
    public async Task Calls_OfAVideosWholeLife_FollowTheTable()
    {
        var owner = GrainCluster.NewCaller();
        await cluster.Grains.GetGrain<ICatalogReconcilerGrain>(ICatalogReconcilerGrain.Key).Start();
        var (id, _) = await cluster.ReadyVideo(owner);
        var thread = cluster.Grains.GetGrain<ICommentThreadGrain>(id);
        await thread.Post("hello", owner);
        await cluster.Video(id).AddViews(1);
        await cluster.Grains.GetGrain<IViewCounterGrain>(0).Add(new ViewBatch(Guid.NewGuid(), 1, [new ViewCount(id, 1)]));
        await cluster.Shard(id).Delete(id, owner, permanent: false);
        await cluster.Shard(id).Restore(id, owner);
        await cluster.Shard(id).Delete(id, owner, permanent: true);
        await cluster.WaitFor(id, VideoStatus.Purged);
        cluster.Put(MediaInventory.VideoPath(id));
        await cluster.Scan();

        var ours = cluster.Calls.Edges.Keys.ToArray();
        Assert.All(ours, edge => Assert.Contains(edge.To, Allowed.GetValueOrDefault(edge.From, [])));
        foreach (var (from, targets) in Allowed.Where(entry => entry.Key is "upload" or "comment-thread" or "deletion-shard" or "storage-reconciler"))
            Assert.All(targets, target => Assert.Contains((from, target), ours));
    }

    [Fact]
    public void Table_HasNoCycle()
    {
        HashSet<string> Reach(string from) =>
            [.. Allowed.GetValueOrDefault(from, []).SelectMany(to => Reach(to).Append(to))];
        Assert.All(Allowed.Keys, grain => Assert.DoesNotContain(grain, Reach(grain)));
    }
}
