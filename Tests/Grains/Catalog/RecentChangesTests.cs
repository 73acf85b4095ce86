using OrleansVideo.Accounts;
using OrleansVideo.Catalog;
using OrleansVideo.Grains.Catalog;
using OrleansVideo.Videos;

namespace OrleansVideo.Tests.Grains.Catalog;

/// <summary>What a frontend is told of videos that change, by the grains themselves.</summary>
public sealed class RecentChangesTests(GrainCluster cluster) : IClassFixture<GrainCluster>
{
    private readonly Caller _owner = GrainCluster.NewCaller();

    private ICatalogGrain Catalog => cluster.Grains.GetGrain<ICatalogGrain>(0);

    [Fact]
    public async Task EveryChange_IsNamedWithTheRevisionThatItsGrainThenBears()
    {
        var (id, _) = await cluster.ReadyVideo(_owner);
        foreach (var change in new Func<Task>[]
        {
            () => cluster.Video(id).Edit(new("Another title", null, null), _owner),
            () => cluster.Video(id).Edit(new(null, null, Visibility.Private), _owner),
            () => cluster.Shard(id).Delete(id, _owner, permanent: false),
            () => cluster.Shard(id).Delete(id, _owner, permanent: true),
        })
        {
            var before = (await cluster.Video(id).Read())!.Revision;
            await change();
            var after = (await cluster.Video(id).Read())!.Revision;
            Assert.True(after > before);
            Assert.InRange(await Named(id), after, long.MaxValue);
        }

        await cluster.WaitFor(id, VideoStatus.Purged);
        Assert.Equal((await cluster.Video(id).Read())!.Revision, await Named(id));
    }

    /// <summary>The state may be the new one or the old: until that is settled, what anybody knows may be old.</summary>
    [Fact]
    public async Task Change_ThatWasAnnouncedAndNotStored_IsNamed()
    {
        var (id, _) = await cluster.ReadyVideo(_owner);
        var revision = (await cluster.Video(id).Read())!.Revision;

        await cluster.Service<VideoRows>().Announce(id, revision + 1, hides: false);

        Assert.Equal(revision + 1, await Named(id));
    }

    private async Task<long> Named(Guid id)
    {
        cluster.Clock.Advance(TimeSpan.FromSeconds(1)); // What the silo found before is too old now, by its own clock.
        var changes = await Catalog.GetRecentChanges();
        Assert.True(changes.IsComplete);
        return changes.Videos.Where(change => change.VideoId == id).Max(change => change.Revision);
    }
}
