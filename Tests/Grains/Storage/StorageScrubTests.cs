using OrleansVideo.Accounts;
using OrleansVideo.Media.Inventory;
using OrleansVideo.Storage;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Grains.Storage;

/// <summary>Bytes that change on the disk are found, and only those.</summary>
public sealed class StorageScrubTests(GrainCluster cluster) : IClassFixture<GrainCluster>
{
    private readonly Caller _owner = GrainCluster.NewCaller();

    [Fact]
    public async Task ByteThatChanged_IsFound_AndResolvedOnceItIsRightAgain()
    {
        var (id, size) = await cluster.ReadyVideo(_owner);
        var (whole, _) = await cluster.ReadyVideo(GrainCluster.NewCaller());
        var path = MediaInventory.VideoPath(id);
        Flip(id, size / 2);

        await NextRound();

        var finding = (await cluster.Finding(path))!;
        Assert.Equal((FindingKind.Corrupt, FindingState.Found, size, id), (finding.Kind, finding.State, finding.Size, finding.VideoId!.Value));
        Assert.Contains((await cluster.Video(id).Read())!.ContentHash!, finding.Reason, StringComparison.Ordinal);
        Assert.Null(await cluster.Finding(MediaInventory.VideoPath(whole)));
        Assert.True(cluster.IsInPlace(path));

        await cluster.Scan(); // Its size is right: a scan neither sees nor closes it.
        Assert.Equal(FindingState.Found, (await cluster.Finding(path))!.State);

        Flip(id, size / 2);
        await NextRound();
        Assert.Equal(FindingState.Resolved, (await cluster.Finding(path))!.State);
    }

    [Fact]
    public async Task VideoThatIsPurgedMeanwhile_IsNoFinding_AndAChangedOneEndsWithItsVideo()
    {
        var (purging, size) = await cluster.ReadyVideo(_owner);
        var (deleted, _) = await cluster.ReadyVideo(GrainCluster.NewCaller());
        Flip(purging, size / 2);
        Flip(deleted, size / 2);
        await cluster.Video(purging).BeginPurge(1);
        await cluster.Database.WriteAsync((connection, transaction) => Dapper.SqlMapper.ExecuteAsync( // The row lags behind.
            connection, "update videos set status = 3 where id = @id", new { id = purging.ToString("D") }, transaction));

        await NextRound();
        Assert.Null(await cluster.Finding(MediaInventory.VideoPath(purging)));
        Assert.Equal(FindingKind.Corrupt, (await cluster.Finding(MediaInventory.VideoPath(deleted)))!.Kind);

        await cluster.Video(deleted).BeginPurge(1);
        await cluster.Scan();
        Assert.Equal(FindingState.Resolved, (await cluster.Finding(MediaInventory.VideoPath(deleted)))!.State);
    }

    [Fact]
    public async Task Round_GoesOnAfterARestart_WhereItStopped()
    {
        await cluster.ReadyVideo(_owner);
        await NextRound();
        var before = await cluster.Reconciler().GetState();
        Assert.True(before is { ScrubbedFiles: >= 1, ScrubbedBytes: > 0 });

        await cluster.Forget(cluster.Reconciler());
        await cluster.Reconciler().Start();
        await cluster.Advance(TimeSpan.FromMinutes(3));

        var after = await cluster.Reconciler().GetState();
        Assert.Equal((before.ScrubStarted, before.ScrubbedFiles), (after.ScrubStarted, after.ScrubbedFiles));
    }

    /// <summary>Waits for a round that begins from now on.</summary>
    private async Task NextRound()
    {
        await cluster.Reconciler().Start();
        cluster.Clock.Advance(TimeSpan.FromDays(31));
        var begin = cluster.Clock.GetUtcNow();
        await Eventually.True("a round of the scrub ends", TimeSpan.FromSeconds(30), async () =>
        {
            await cluster.Advance(TimeSpan.FromSeconds(10));
            return await cluster.Reconciler().GetState() is { ScrubEnded: not null } view && view.ScrubStarted >= begin;
        });
    }

    private void Flip(Guid id, long offset)
    {
        using var file = File.Open(cluster.Media.PathOf(id), FileMode.Open, FileAccess.ReadWrite);
        file.Position = offset;
        var old = file.ReadByte();
        file.Position = offset;
        file.WriteByte((byte)(old ^ 0x10));
    }
}
