using OrleansVideo.Accounts;
using OrleansVideo.Grains.Storage;
using OrleansVideo.Media.Inventory;
using OrleansVideo.Storage;
using OrleansVideo.Videos;

namespace OrleansVideo.Tests.Grains.Storage;

/// <summary>What a scan finds, what it moves, and what it leaves alone.</summary>
public sealed class StorageScanTests(GrainCluster cluster) : IClassFixture<GrainCluster>
{
    private readonly Caller _owner = GrainCluster.NewCaller();
    private readonly Guid _nobodys = Guid.CreateVersion7();

    [Fact]
    public async Task Scan_MovesWhatNobodyAsksFor_IntoQuarantine_WithAReason()
    {
        var (purged, _) = await cluster.ReadyVideo(_owner);
        await cluster.Shard(purged).Delete(purged, _owner, permanent: true);
        await cluster.WaitFor(purged, VideoStatus.Purged);
        (string Path, FindingKind Kind, string Reason)[] files =
        [
            (MediaInventory.VideoPath(_nobodys), FindingKind.OrphanFile, "no video"),
            (MediaInventory.PosterPath(_nobodys), FindingKind.OrphanFile, "no video"),
            (MediaInventory.VideoPath(purged), FindingKind.OrphanFile, "deleted for good"),
            ($"videos/{_nobodys:D}.video", FindingKind.OrphanFile, "such a name"),
            ($"parts/notes-{_nobodys:N}.txt", FindingKind.OrphanFile, "such a name"),
            ($"parts/{_nobodys:D}.3.part", FindingKind.StalePart, "No upload"),
            ($"parts/{purged:D}.1.part", FindingKind.StalePart, "No upload"),
            ($"parts/{_nobodys:D}.x.poster-part", FindingKind.StalePart, "cut off"),
        ];
        foreach (var (path, _, _) in files) cluster.Put(path, bytes: 11);

        await cluster.Scan();

        foreach (var (path, kind, reason) in files)
        {
            var finding = (await cluster.Finding(path))!;
            Assert.Equal((kind, FindingState.Quarantined, 11), (finding.Kind, finding.State, finding.Size));
            Assert.Contains(reason, finding.Reason, StringComparison.Ordinal);
            Assert.Equal(cluster.Clock.GetUtcNow().AddDays(7), finding.RestorableUntil);
            Assert.True(cluster.IsInQuarantine(path), path);
        }
    }

    [Fact]
    public async Task Scan_LeavesAVideosOwnFilesAlone_InAllStatesOfItsLife()
    {
        var (ready, _) = await cluster.ReadyVideo(_owner);
        var (trashed, _) = await cluster.ReadyVideo(_owner);
        await cluster.Shard(trashed).Delete(trashed, _owner, permanent: false);
        var draft = await cluster.Draft(_owner); // Its file is renamed, and the video doesn't say processing yet.
        cluster.Put(MediaInventory.VideoPath(draft));

        await cluster.Scan();

        foreach (var id in new[] { ready, trashed, draft })
        {
            Assert.True(cluster.IsInPlace(MediaInventory.VideoPath(id)));
            Assert.Null(await cluster.Finding(MediaInventory.VideoPath(id)));
        }

        Assert.True(cluster.IsInPlace(MediaInventory.PosterPath(ready)));
        File.Delete(cluster.At(MediaInventory.VideoPath(draft)));
    }

    [Fact]
    public async Task Scan_LeavesALiveUploadAlone_BeItSilentOrNot_UntilItExpires()
    {
        var id = await cluster.Draft(_owner);
        var lease = (await cluster.Upload(id).Begin(_owner, 1000)).Value!;
        await cluster.WritePart(id, lease.Number, [1, 2, 3]);
        var part = $"parts/{id.ToString("N")[^2..]}/{id:D}.{lease.Number}.part";
        var copy = cluster.Put($"parts/{id:D}.{lease.Number + 1}.copy");

        await cluster.Scan();
        Assert.True(cluster.IsInPlace(part) && cluster.IsInPlace(copy));

        await cluster.Forget(cluster.Upload(id)); // An upload's grain that moves knows nothing of its writer.
        cluster.Clock.Advance(TimeSpan.FromHours(2));
        await cluster.Scan();
        Assert.True(cluster.IsInPlace(part) && cluster.IsInPlace(copy));
        Assert.Null(await cluster.Finding(part));

        await cluster.Upload(id).Close();
        await cluster.Scan();
        Assert.True(cluster.IsInQuarantine(part) && cluster.IsInQuarantine(copy));
    }

    [Fact]
    public async Task Scan_LeavesAFileAlone_ThatIsYoungerThanAnHour()
    {
        var path = cluster.Put(MediaInventory.VideoPath(_nobodys), age: TimeSpan.FromMinutes(59));

        await cluster.Scan();
        Assert.True(cluster.IsInPlace(path));
        Assert.Null(await cluster.Finding(path));

        cluster.Clock.Advance(TimeSpan.FromMinutes(2));
        await cluster.Scan();
        Assert.True(cluster.IsInQuarantine(path));
    }

    [Fact]
    public async Task DryRun_SaysEverything_AndMovesNothing()
    {
        var orphan = cluster.Put(MediaInventory.VideoPath(_nobodys));
        var stale = cluster.Put($"parts/{_nobodys:D}.1.part");

        var view = await cluster.Scan(dryRun: true);

        Assert.True(view.IsDryRun);
        Assert.True(cluster.IsInPlace(orphan) && cluster.IsInPlace(stale));
        Assert.Equal((FindingKind.OrphanFile, FindingState.Found), Of(await cluster.Finding(orphan)));
        Assert.Equal((FindingKind.StalePart, FindingState.Found), Of(await cluster.Finding(stale)));
        Assert.True(view is { OrphanFiles: >= 1, StaleParts: >= 1, Files: >= 2 });

        await cluster.Scan();
        Assert.Equal(FindingState.Quarantined, (await cluster.Finding(orphan))!.State);
    }

    [Fact]
    public async Task Record_WhoseFileIsGoneOrAnother_IsFound_NeverMoved_AndNoLongerWhenItIsBack()
    {
        var (hole, size) = await cluster.ReadyVideo(_owner);
        var (cut, _) = await cluster.ReadyVideo(GrainCluster.NewCaller());
        var bytes = await File.ReadAllBytesAsync(cluster.Media.PathOf(hole));
        File.Delete(cluster.Media.PathOf(hole));
        File.Delete(cluster.Media.PosterPathOf(hole));
        File.WriteAllBytes(cluster.Media.PathOf(cut), bytes[..^1]);

        var view = await cluster.Scan();

        var missing = (await cluster.Finding(MediaInventory.VideoPath(hole)))!;
        Assert.Equal((FindingKind.MissingFile, FindingState.Found, size, hole), (missing.Kind, missing.State, missing.Size, missing.VideoId!.Value));
        Assert.Equal((FindingKind.MissingFile, FindingState.Found), Of(await cluster.Finding(MediaInventory.PosterPath(hole))));
        Assert.Equal((FindingKind.WrongSize, FindingState.Found), Of(await cluster.Finding(MediaInventory.VideoPath(cut))));
        Assert.True(cluster.IsInPlace(MediaInventory.VideoPath(cut)));
        Assert.True(view.Records >= 2);

        File.WriteAllBytes(cluster.Media.PathOf(hole), bytes);
        File.WriteAllBytes(cluster.Media.PathOf(cut), bytes);
        await cluster.Scan();
        Assert.Equal(FindingState.Resolved, (await cluster.Finding(MediaInventory.VideoPath(hole)))!.State);
        Assert.Equal(FindingState.Resolved, (await cluster.Finding(MediaInventory.VideoPath(cut)))!.State);
        Assert.Equal(FindingState.Found, (await cluster.Finding(MediaInventory.PosterPath(hole)))!.State);
    }

    [Fact]
    public async Task Record_WhoseVideoIsPurgedMeanwhile_IsNoFinding()
    {
        var (id, _) = await cluster.ReadyVideo(_owner);
        await cluster.Video(id).BeginPurge(1);
        cluster.Media.RemoveVideo(id);
        await cluster.Database.WriteAsync((connection, transaction) => Dapper.SqlMapper.ExecuteAsync( // The row lags behind.
            connection, "update videos set status = 3 where id = @id", new { id = id.ToString("D") }, transaction));

        await cluster.Scan();

        Assert.Null(await cluster.Finding(MediaInventory.VideoPath(id)));
    }

    [Fact]
    public async Task Scan_WhileOneRuns_IsRefused_AndOneThatWasCutOff_GoesOnWhenASiloStarts()
    {
        var path = cluster.Put(MediaInventory.VideoPath(_nobodys));
        Assert.NotNull(await cluster.Service<StorageProgress>().BeginScan(dryRun: false, cluster.Clock.GetUtcNow()));
        Assert.Equal(RefusalCode.ScanRunning, (await cluster.Reconciler().Scan(dryRun: false)).Refusal?.Code);

        await cluster.Forget(cluster.Reconciler());
        await cluster.Reconciler().Start();

        await cluster.ScanEnds();
        Assert.True(cluster.IsInQuarantine(path));
    }

    [Fact]
    public async Task Scan_ComesByItself_OnceADay()
    {
        await cluster.Reconciler().Start();
        await cluster.Scan();
        var path = cluster.Put(MediaInventory.VideoPath(_nobodys));

        cluster.Clock.Advance(TimeSpan.FromHours(23));
        await Site.Hosting.Eventually.True("a minute's look is over", TimeSpan.FromSeconds(20), async () => !(await cluster.Reconciler().GetState()).IsScanning);
        Assert.True(cluster.IsInPlace(path));

        await Site.Hosting.Eventually.True("the next day's scan moved it", TimeSpan.FromSeconds(30), async () =>
        {
            await cluster.Advance(TimeSpan.FromMinutes(5));
            return cluster.IsInQuarantine(path);
        });
    }

    private static (FindingKind Kind, FindingState State) Of(StorageFinding? finding) => (finding!.Kind, finding.State);
}
