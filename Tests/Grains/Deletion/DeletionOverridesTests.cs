using OrleansVideo.Accounts;
using OrleansVideo.Catalog;
using OrleansVideo.Deletion;
using OrleansVideo.Videos;

namespace OrleansVideo.Tests.Grains.Deletion;

/// <summary>What an admin may do to a deletion, by its state.</summary>
public sealed class DeletionOverridesTests(GrainCluster cluster) : IClassFixture<GrainCluster>
{
    private readonly Caller _owner = GrainCluster.NewCaller();

    [Fact]
    public async Task Hold_KeepsTheFilesPastTheDeadline_AndReleaseLetsThemGo()
    {
        var id = await Trashed();
        var held = (await cluster.Shard(id).Hold(id)).Value!;
        Assert.Equal((DeletionState.Held, (DateTimeOffset?)null), (held.State, held.NextAttemptAt));
        Assert.Equal(DeletionState.Held, (await cluster.Shard(id).Hold(id)).Value!.State); // Repeated, it stays held.

        await cluster.Advance(TimeSpan.FromHours(1));
        Assert.Equal(RefusalCode.RemovedByAdmin, (await cluster.Shard(id).Delete(id, _owner, permanent: true)).Refusal?.Code);
        Assert.Null((await cluster.Shard(id).Delete(id, GrainCluster.NewCaller(isAdmin: true), permanent: true)).Refusal);
        await cluster.Shard(id).Nudge();
        await cluster.Advance(TimeSpan.FromMinutes(3));
        Assert.Equal(DeletionState.Held, (await Newest(id)).State);
        Assert.True(cluster.Media.Exists(id));

        Assert.Null((await cluster.Shard(id).Release(id)).Refusal);
        await Closed(id);
        Assert.Equal(RefusalCode.DeletionStateConflict, (await cluster.Shard(id).Release(id)).Refusal?.Code);
        Assert.Equal(RefusalCode.DeletionStateConflict, (await cluster.Shard(id).Hold(id)).Refusal?.Code);
        Assert.Equal(RefusalCode.DeletionStateConflict, (await cluster.Shard(id).Cancel(id)).Refusal?.Code);
        Assert.Equal(RefusalCode.DeletionStateConflict, (await cluster.Shard(id).Retry(id)).Refusal?.Code);
    }

    [Fact]
    public async Task Hold_RightAfterADeletion_HoldsIt()
    {
        var (id, _) = await cluster.ReadyVideo(_owner);
        await cluster.Shard(id).Delete(id, _owner, permanent: false);
        Assert.Equal(DeletionState.Held, (await cluster.Shard(id).Hold(id)).Value?.State);
    }

    [Fact]
    public async Task Held_IsNotTheOwnersToUndo_UntilItIsReleased()
    {
        var id = await Trashed();
        await cluster.Shard(id).HoldFor(id, "Evidence");
        Assert.Equal((HiddenBy.Hold, "Evidence"), ((await cluster.Video(id).Read())!.Removal!.By, (await cluster.Video(id).Read())!.Removal!.Reason));
        Assert.Equal(RefusalCode.RemovedByAdmin, (await cluster.Shard(id).Restore(id, _owner)).Refusal?.Code);
        Assert.Equal(DeletionState.Held, (await Newest(id)).State);

        await cluster.Shard(id).Release(id);
        Assert.Equal(HiddenBy.Owner, (await cluster.Video(id).Read())!.Removal!.By);
        Assert.Equal(VideoStatus.Ready, (await cluster.Shard(id).Restore(id, _owner)).Value!.Status);
        Assert.Equal(DeletionState.Cancelled, (await Newest(id)).State);
    }

    [Fact]
    public async Task Cancel_BringsTheVideoBack_WhoeverAsks()
    {
        var id = await Trashed();
        Assert.Equal(DeletionState.Cancelled, (await cluster.Shard(id).Cancel(id)).Value!.State);
        Assert.Equal(VideoStatus.Ready, (await cluster.Video(id).Read())!.Status);
    }

    [Fact]
    public async Task Retry_OfWhatWaitsForItsDeadline_IsNoWayRoundTheDeadline()
    {
        var id = await Trashed();
        Assert.Equal(RefusalCode.DeletionStateConflict, (await cluster.Shard(id).Retry(id)).Refusal?.Code);
    }

    [Fact]
    public async Task Overrides_OfAVideoThatWasNeverDeleted_AreNotFound()
    {
        var id = await cluster.Draft(_owner);
        var shard = cluster.Shard(id);
        foreach (var call in (Func<Guid, Task<Result<DeletionRecord>>>[])[shard.Hold, shard.Release, shard.Cancel, shard.Retry])
            Assert.Equal(RefusalCode.NotFound, (await call(id)).Refusal?.Code);
    }

    [Fact]
    public async Task DeadLetter_SaysWhy_AndReplayFinishesItAfterTheRepair()
    {
        var (id, _) = await cluster.ReadyVideo(_owner);
        var path = cluster.Media.PathOf(id);
        File.Delete(path);
        Directory.CreateDirectory(path);
        await cluster.Shard(id).Delete(id, _owner, permanent: true);
        var dead = await Site.Hosting.Eventually.Get("three attempts end as a dead letter", TimeSpan.FromSeconds(30), async () =>
        {
            await cluster.Advance(TimeSpan.FromSeconds(20));
            return await Newest(id) is { State: DeletionState.DeadLetter } row ? row : null;
        });
        Assert.Contains("directory", dead.LastError, StringComparison.OrdinalIgnoreCase);
        Assert.Equal((3, true), (dead.Attempts, dead.RemovalStarted));
        Assert.Equal(RefusalCode.PurgeStarted, (await cluster.Shard(id).Cancel(id)).Refusal?.Code);

        Directory.Delete(path);
        Assert.Equal(1, await cluster.Shard(id).Replay());
        var done = await Closed(id);
        Assert.NotNull(done.StartedAt);
        Assert.True(done.FinishedAt >= done.StartedAt);
        Assert.Equal(0, await cluster.Shard(id).Replay());
    }

    private async Task<Guid> Trashed()
    {
        var (id, _) = await cluster.ReadyVideo(_owner);
        await cluster.Shard(id).Delete(id, _owner, permanent: false);
        await Site.Hosting.Eventually.True("the hiding is recorded", TimeSpan.FromSeconds(20),
            async () => (await Newest(id)) is { State: DeletionState.Waiting, Attempts: 0, NextAttemptAt: { } next } && next > cluster.Clock.GetUtcNow());
        return id;
    }

    private Task<DeletionRecord> Closed(Guid id) => Site.Hosting.Eventually.Get("the row is closed", TimeSpan.FromSeconds(20),
        async () => await Newest(id) is { State: DeletionState.Done } done ? done : null);

    private async Task<DeletionRecord> Newest(Guid id) =>
        (await cluster.Grains.GetGrain<IDeletionLedgerGrain>(0).List(new DeletionQuery(null, id, new PageRequest()))).Value!.Items[0];
}
