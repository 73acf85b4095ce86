using OrleansVideo.Accounts;
using OrleansVideo.Media.Inventory;
using OrleansVideo.Storage;
using OrleansVideo.Tests.Site.Hosting;
using OrleansVideo.Videos;

namespace OrleansVideo.Tests.Grains.Storage;

/// <summary>What admins move by hand, what comes back, and what goes for good.</summary>
public sealed class QuarantineTests(GrainCluster cluster) : IClassFixture<GrainCluster>
{
    private readonly Caller _owner = GrainCluster.NewCaller();
    private readonly Guid _nobodys = Guid.CreateVersion7();

    [Fact]
    public async Task FileOfAnotherSize_GoesAndComesBackByHand_AsOftenAsAsked()
    {
        var path = await WrongSize();
        var id = (await cluster.Finding(path))!.Id;

        for (var time = 0; time < 2; time++)
        {
            Assert.Equal(FindingState.Quarantined, (await cluster.Reconciler().Quarantine(id)).Value!.State);
            Assert.True(cluster.IsInQuarantine(path));
        }

        await cluster.Scan(); // Its video asks for it, and the admin has spoken.
        Assert.True(cluster.IsInQuarantine(path));

        for (var time = 0; time < 2; time++)
        {
            Assert.Equal(FindingState.Restored, (await cluster.Reconciler().Restore(id)).Value!.State);
            Assert.True(cluster.IsInPlace(path));
        }
    }

    [Fact]
    public async Task Orphan_ThatAnAdminBroughtBack_IsMovedByNoScan_ButByHand()
    {
        var path = cluster.Put(MediaInventory.VideoPath(_nobodys));
        await cluster.Scan();
        var id = (await cluster.Finding(path))!.Id;
        Assert.Null((await cluster.Reconciler().Restore(id)).Refusal);

        await cluster.Scan();
        Assert.True(cluster.IsInPlace(path));
        Assert.Equal((id, FindingState.Restored), ((await cluster.Finding(path))!.Id, (await cluster.Finding(path))!.State));

        Assert.Null((await cluster.Reconciler().Quarantine(id)).Refusal);
        Assert.True(cluster.IsInQuarantine(path));
    }

    [Fact]
    public async Task Quarantine_ThatCannotBe_NamesWhy()
    {
        var grain = cluster.Reconciler();
        Assert.Equal(RefusalCode.NotFound, (await grain.Quarantine(Guid.NewGuid())).Refusal?.Code);
        Assert.Equal(RefusalCode.NotFound, (await grain.Restore(Guid.NewGuid())).Refusal?.Code);

        var (hole, _) = await cluster.ReadyVideo(_owner);
        cluster.Media.RemoveVideo(hole);
        var gone = cluster.Put($"parts/{Guid.CreateVersion7():D}.1.part");
        var touched = cluster.Put($"parts/{_nobodys:D}.1.part");
        var draft = await cluster.Draft(_owner);
        var taken = cluster.Put($"parts/{draft:D}.1.part");
        await cluster.Scan(dryRun: true);
        File.Delete(cluster.At(gone));
        File.SetLastWriteTimeUtc(cluster.At(touched), cluster.Clock.GetUtcNow().UtcDateTime);
        Assert.Null((await cluster.Upload(draft).Begin(_owner, 1000)).Refusal);

        Assert.Equal(RefusalCode.FindingNotMovable, await Refused(MediaInventory.VideoPath(hole)));
        Assert.Equal(RefusalCode.FindingNotMovable, await Refused(gone));
        Assert.Equal(RefusalCode.FileWanted, await Refused(touched));
        Assert.Equal(RefusalCode.FileWanted, await Refused(taken));
        Assert.Equal(FindingState.Resolved, (await cluster.Finding(taken))!.State);
        Assert.True(cluster.IsInPlace(touched) && cluster.IsInPlace(taken));
        Assert.Equal(RefusalCode.FindingNotMovable, (await grain.Restore((await cluster.Finding(touched))!.Id)).Refusal?.Code);

        async Task<RefusalCode?> Refused(string path) => (await grain.Quarantine((await cluster.Finding(path))!.Id)).Refusal?.Code;
    }

    [Fact]
    public async Task Restore_OntoAnotherFile_IsRefused_AndTouchesNeither()
    {
        var path = cluster.Put(MediaInventory.VideoPath(_nobodys), bytes: 5);
        await cluster.Scan();
        cluster.Put(path, bytes: 7, age: TimeSpan.Zero);

        Assert.Equal(RefusalCode.PlaceOccupied, (await cluster.Reconciler().Restore((await cluster.Finding(path))!.Id)).Refusal?.Code);
        Assert.Equal((7, 5), (cluster.Inventory().Find(path)!.Length, cluster.Inventory().FindInQuarantine(path)!.Length));
        File.Delete(cluster.At(path));
    }

    [Fact]
    public async Task File_IsRemovedAfterAWeekInQuarantine_AndNotBefore()
    {
        var path = cluster.Put(MediaInventory.VideoPath(_nobodys));
        await cluster.Scan();
        var id = (await cluster.Finding(path))!.Id;

        cluster.Clock.Advance(TimeSpan.FromDays(7) - TimeSpan.FromMinutes(5));
        await cluster.Scan();
        Assert.True(cluster.IsInQuarantine(path));

        await Eventually.True("the file is removed", TimeSpan.FromSeconds(30), async () =>
        {
            await cluster.Advance(TimeSpan.FromMinutes(1));
            return (await cluster.Finding(path))!.State == FindingState.Removed;
        });
        Assert.False(cluster.IsInQuarantine(path) || cluster.IsInPlace(path));
        Assert.Equal(RefusalCode.FindingNotMovable, (await cluster.Reconciler().Restore(id)).Refusal?.Code);
        Assert.Equal(RefusalCode.FindingNotMovable, (await cluster.Reconciler().Quarantine(id)).Refusal?.Code);
    }

    [Fact]
    public async Task File_ThatIsWantedAgain_GoesBackToItsPlace()
    {
        var draft = await cluster.Draft(_owner);
        var path = cluster.Put($"parts/{draft:D}.1.part");
        await cluster.Scan();
        Assert.True(cluster.IsInQuarantine(path));

        Assert.Equal(1, (await cluster.Upload(draft).Begin(_owner, 1000)).Value!.Number);
        await cluster.Scan();

        Assert.True(cluster.IsInPlace(path));
        Assert.Equal(FindingState.Resolved, (await cluster.Finding(path))!.State);
        await cluster.Upload(draft).Abandon(1);
    }

    [Fact]
    public async Task FileThatAnAdminPutAside_GoesWithItsVideo()
    {
        var path = await WrongSize();
        var finding = (await cluster.Finding(path))!;
        Assert.Null((await cluster.Reconciler().Quarantine(finding.Id)).Refusal);
        var video = finding.VideoId!.Value;
        await cluster.Shard(video).Delete(video, _owner, permanent: true);
        await cluster.WaitFor(video, VideoStatus.Purged);

        await Eventually.True("the file is removed", TimeSpan.FromSeconds(30), async () =>
        {
            await cluster.Advance(TimeSpan.FromMinutes(1));
            return cluster.Inventory().FindInQuarantine(path) is null;
        });
        Assert.Equal(FindingState.Removed, await State(path));
    }

    private async Task<FindingState> State(string path) => (await Eventually.Get(
        "the finding is closed", TimeSpan.FromSeconds(20),
        async () => await cluster.Finding(path) is { State: not FindingState.Quarantined } finding ? finding : null)).State;

    private async Task<string> WrongSize()
    {
        var (id, size) = await cluster.ReadyVideo(_owner);
        File.WriteAllBytes(cluster.Media.PathOf(id), new byte[size - 1]);
        await cluster.Scan();
        return MediaInventory.VideoPath(id);
    }
}
