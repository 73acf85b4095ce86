using OrleansVideo.Accounts;
using OrleansVideo.Grains.Storage;
using OrleansVideo.Media.Inventory;
using OrleansVideo.Storage;

namespace OrleansVideo.Tests.Grains.Storage;

/// <summary>Whatever a crash leaves of a move, the next scan puts in order.</summary>
public sealed class QuarantineCrashTests(GrainCluster cluster) : IClassFixture<GrainCluster>
{
    private readonly Caller _owner = GrainCluster.NewCaller();
    private readonly string _orphan = MediaInventory.VideoPath(Guid.CreateVersion7());

    private FindingRows Rows => cluster.Service<FindingRows>();

    [Fact]
    public async Task RowIsWritten_AndTheFileNotMoved_ItMovesNow()
    {
        cluster.Put(_orphan);
        await Marked(_orphan, FindingKind.OrphanFile);

        await cluster.Scan();

        Assert.True(cluster.IsInQuarantine(_orphan));
        Assert.Equal(FindingState.Quarantined, (await cluster.Finding(_orphan))!.State);
    }

    [Fact]
    public async Task RowIsWritten_AndTheFileNotMoved_AndWantedByNow_ItStays()
    {
        var (id, _) = await cluster.ReadyVideo(_owner);
        var path = MediaInventory.VideoPath(id);
        await Marked(path, FindingKind.OrphanFile);

        await cluster.Scan();

        Assert.True(cluster.IsInPlace(path));
        Assert.Equal(FindingState.Resolved, (await cluster.Finding(path))!.State);
    }

    [Fact]
    public async Task FileIsMoved_AndTheVideoAsksForIt_ItGoesBack_WithARowOrWithout()
    {
        var (known, _) = await cluster.ReadyVideo(_owner);
        var (unknown, _) = await cluster.ReadyVideo(GrainCluster.NewCaller());
        string[] paths = [MediaInventory.VideoPath(known), MediaInventory.VideoPath(unknown)];
        await Marked(paths[0], FindingKind.OrphanFile);
        foreach (var path in paths) Assert.Equal(MoveOutcome.Moved, cluster.Inventory().Quarantine(path));

        await cluster.Scan();

        Assert.All(paths, path => Assert.True(cluster.IsInPlace(path)));
        Assert.Equal(FindingState.Resolved, (await cluster.Finding(paths[0]))!.State);
        Assert.Null(await cluster.Finding(paths[1]));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task FileIsMoved_AndNoRowSaysSo_ItIsAdopted(bool isFound)
    {
        cluster.Put(_orphan);
        if (isFound) await cluster.Scan(dryRun: true);
        Assert.Equal(MoveOutcome.Moved, cluster.Inventory().Quarantine(_orphan));

        await cluster.Scan();

        var finding = (await cluster.Finding(_orphan))!;
        Assert.Equal((FindingState.Quarantined, cluster.Clock.GetUtcNow().AddDays(7)), (finding.State, finding.RestorableUntil!.Value));
        Assert.True(cluster.IsInQuarantine(_orphan));
        Assert.Single(await cluster.Findings(), other => other.Path == _orphan);
    }

    [Fact]
    public async Task FileIsBack_AndTheRowSaysQuarantine_TheRestoreIsRepeatable()
    {
        cluster.Put(_orphan);
        await cluster.Scan();
        var id = (await cluster.Finding(_orphan))!.Id;
        Assert.Equal(MoveOutcome.Moved, cluster.Inventory().Restore(_orphan));

        Assert.Equal(FindingState.Restored, (await cluster.Reconciler().Restore(id)).Value!.State);
        Assert.True(cluster.IsInPlace(_orphan));
    }

    [Fact]
    public async Task FileIsRemoved_AndTheRowSaysQuarantine_TheFindingIsClosed()
    {
        cluster.Put(_orphan);
        await cluster.Scan();
        cluster.Inventory().RemoveFromQuarantine(_orphan);

        await cluster.Scan();

        Assert.Equal(FindingState.Resolved, (await cluster.Finding(_orphan))!.State);
    }

    private async Task Marked(string path, FindingKind kind)
    {
        var file = cluster.Inventory().Find(path)!;
        var (row, _) = (await Rows.Report([new Verdict(path, file.VideoId, kind, FindingReasonCode.UploadOver, file.Length)], 0, cluster.Clock.GetUtcNow()))[0];
        Assert.NotNull(await Rows.Change(row, FindingState.Quarantined, cluster.Clock.GetUtcNow()));
    }
}
