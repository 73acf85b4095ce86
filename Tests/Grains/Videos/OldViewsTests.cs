using OrleansVideo.Catalog;
using OrleansVideo.Tests.Site.Hosting;
using OrleansVideo.Videos;

namespace OrleansVideo.Tests.Grains.Videos;

/// <summary>Views that frontends of the release before bring to the video's own grain, one call for each video.</summary>
[Trait("Needs", "ffmpeg")]
public sealed class OldViewsTests(GrainCluster cluster) : IClassFixture<GrainCluster>
{
    private IViewCounterGrain Counter => cluster.Grains.GetGrain<IViewCounterGrain>(0);

    [Fact]
    public async Task AddViews_GoToTheCounter_AndChangeNothingOfTheVideo()
    {
        var owner = GrainCluster.NewCaller();
        var (id, _) = await cluster.ReadyVideo(owner);
        var before = await cluster.Video(id).Read();

        foreach (var count in (int[])[2, 3, 0, -1, int.MaxValue]) await cluster.Video(id).AddViews(count);

        Assert.Equal(5, await Counter.GetCount(id));
        Assert.Equal(before, await cluster.Video(id).Read());
        await cluster.Forget(cluster.Video(id));
        Assert.Equal(before, await cluster.Video(id).Read());
    }

    [Fact]
    public async Task AddViews_ThatWaitForTheDatabase_KeepTheOwnerOutOfNothing()
    {
        var owner = GrainCluster.NewCaller();
        var (id, _) = await cluster.ReadyVideo(owner);
        await cluster.Video(id).Edit(new VideoEdit(null, null, null), owner); // The turn that made it ready is over.
        var database = (SwitchedDatabase)cluster.Database;
        var stuck = new TaskCompletionSource();
        database.Hold(stuck.Task);
        var counting = Enumerable.Range(0, 100).Select(_ => cluster.Video(id).AddViews(1)).ToArray();
        counting = [.. counting, .. Enumerable.Range(1, 10).Select(number => Counter.Add(new ViewBatch(Guid.NewGuid(), number, [new ViewCount(id, 1)])))];
        await cluster.Video(id).Read(); // They are there before it.
        Assert.All(counting, one => Assert.False(one.IsCompleted));
        database.Hold(Task.CompletedTask);

        var edited = await cluster.Video(id).Edit(new VideoEdit(null, null, Visibility.Private), owner);

        Assert.Equal(Visibility.Private, edited.Value!.Visibility);
        Assert.Contains(counting, one => !one.IsCompleted);
        stuck.SetResult();
        await Task.WhenAll(counting);
        Assert.Equal(110, await Counter.GetCount(id));
    }

    [Fact]
    public async Task Purge_RemovesWhatWasCounted()
    {
        var owner = GrainCluster.NewCaller();
        var (id, _) = await cluster.ReadyVideo(owner);
        await Counter.Add(new ViewBatch(Guid.NewGuid(), 1, [new ViewCount(id, 5)]));

        await cluster.Shard(id).Delete(id, owner, permanent: true);
        await cluster.WaitFor(id, VideoStatus.Purged);
        await Counter.Add(new ViewBatch(Guid.NewGuid(), 1, [new ViewCount(id, 5)]));

        Assert.Equal(0, await Counter.GetCount(id));
    }

    [Fact]
    public async Task Minute_BringsTheTotalToTheLists()
    {
        var owner = GrainCluster.NewCaller();
        var (id, _) = await cluster.ReadyVideo(owner);
        await cluster.Grains.GetGrain<ICatalogReconcilerGrain>(ICatalogReconcilerGrain.Key).Start();
        await Counter.Add(new ViewBatch(Guid.NewGuid(), 1, [new ViewCount(id, 5)]));

        await Eventually.True("the list shows the views", TimeSpan.FromSeconds(20), async () =>
        {
            await cluster.Advance(TimeSpan.FromSeconds(30));
            var list = await cluster.Grains.GetGrain<ICatalogGrain>(0).ListOwned(owner.AccountId, null, new PageRequest());
            return list.Value!.Items.Single().Views == 5;
        });
    }
}
