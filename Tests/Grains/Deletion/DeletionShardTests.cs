using OrleansVideo.Accounts;
using OrleansVideo.Comments;
using OrleansVideo.Tests.Site.Hosting;
using OrleansVideo.Videos;

namespace OrleansVideo.Tests.Grains.Deletion;

public sealed class DeletionShardTests(GrainCluster cluster) : IClassFixture<GrainCluster>
{
    private readonly Caller _owner = GrainCluster.NewCaller();

    [Fact]
    public async Task Delete_WhenAlreadyRequested_KeepsTheFirstDeadline_AndForGoodMovesItToNow()
    {
        var (id, _) = await cluster.ReadyVideo(_owner);
        var first = (await cluster.Shard(id).Delete(id, _owner, permanent: false)).Value!;
        Assert.Equal((VideoStatus.Trashed, cluster.Clock.GetUtcNow().AddDays(7)), (first.Status, first.DeleteAfter!.Value));

        await cluster.Advance(TimeSpan.FromHours(1));
        Assert.Equal(first, (await cluster.Shard(id).Delete(id, _owner, permanent: false)).Value);

        var now = (await cluster.Shard(id).Delete(id, _owner, permanent: true)).Value!;
        Assert.True(now.DeleteAfter <= cluster.Clock.GetUtcNow());
        await Purged(id);
        Assert.Equal(new(VideoStatus.Purged, null), (await cluster.Shard(id).Delete(id, _owner, permanent: true)).Value);
    }

    [Fact]
    public async Task Delete_TakesEverythingOfTheVideo_AndGivesTheQuotaBack()
    {
        var (id, size) = await cluster.ReadyVideo(_owner);
        var comments = cluster.Grains.GetGrain<ICommentThreadGrain>(id);
        Assert.NotNull((await comments.Post("first!", _owner)).Value);
        await cluster.Shard(id).Delete(id, _owner, permanent: true);
        await Purged(id);

        Assert.False(cluster.Media.Exists(id));
        Assert.False(cluster.Media.PosterExists(id));
        Assert.Equal(0, (await comments.GetState()).Count);
        Assert.Equal(RefusalCode.Gone, (await comments.Post("late", _owner)).Refusal?.Code);
        var state = await cluster.Video(id).GetState();
        Assert.Equal(("", _owner.AccountId), (state.Details!.Title, state.Details.OwnerId));
        Assert.True(state.BytesFreed >= size);
        await cluster.WaitForQuota(_owner, 0);
    }

    [Fact]
    public async Task Restore_BeforeTheDeadline_BringsTheVideoBack_AndItCanBeDeletedAgain()
    {
        var (id, _) = await cluster.ReadyVideo(_owner);
        await cluster.Shard(id).Delete(id, _owner, permanent: false);
        Assert.Equal(VideoStatus.Ready, (await cluster.Shard(id).Restore(id, _owner)).Value!.Status);
        Assert.Equal(RefusalCode.NotInTrash, (await cluster.Shard(id).Restore(id, _owner)).Refusal?.Code);
        Assert.True(cluster.Media.Exists(id));
        Assert.Equal(VideoStatus.Trashed, (await cluster.Shard(id).Delete(id, _owner, permanent: false)).Value!.Status);
    }

    [Fact]
    public async Task Restore_AfterThePurge_IsRefused()
    {
        var (id, _) = await cluster.ReadyVideo(_owner);
        await cluster.Shard(id).Delete(id, _owner, permanent: true);
        await Purged(id);
        Assert.Equal(RefusalCode.PurgeStarted, (await cluster.Shard(id).Restore(id, _owner)).Refusal?.Code);
    }

    [Fact]
    public async Task Delete_OfADraft_PurgesItAtOnce()
    {
        var id = await cluster.Draft(_owner);
        Assert.Equal(VideoStatus.Purging, (await cluster.Shard(id).Delete(id, _owner, permanent: false)).Value!.Status);
        await Purged(id);
    }

    [Fact]
    public async Task Delete_ByAStranger_IsNotYours_AndOfAPrivateVideoNotFound()
    {
        var open = await cluster.Draft(_owner);
        var hidden = await cluster.Draft(_owner, Visibility.Private);
        var stranger = GrainCluster.NewCaller();
        Assert.Equal(RefusalCode.NotYours, (await cluster.Shard(open).Delete(open, stranger, true)).Refusal?.Code);
        Assert.Equal(RefusalCode.NotFound, (await cluster.Shard(hidden).Delete(hidden, stranger, true)).Refusal?.Code);
        Assert.Equal(RefusalCode.NotYours, (await cluster.Shard(open).Restore(open, stranger)).Refusal?.Code);
    }

    [Fact]
    public async Task Trash_WhoseWindowPasses_IsPurgedByTheReminderAlone()
    {
        var (id, _) = await cluster.ReadyVideo(_owner);
        await cluster.Shard(id).Nudge();
        await cluster.Shard(id).Delete(id, _owner, permanent: false);
        await cluster.Forget(cluster.Shard(id));
        await cluster.Advance(TimeSpan.FromDays(7) - TimeSpan.FromMinutes(5));
        Assert.Equal(VideoStatus.Trashed, (await cluster.Video(id).Read())!.Status);
        await Site.Hosting.Eventually.Get("the window passes and the video is purged", TimeSpan.FromSeconds(60), async () =>
        {
            await cluster.Advance(TimeSpan.FromMinutes(1));
            return await cluster.Video(id).Read() is { Status: VideoStatus.Purged } purged ? purged : null;
        });
    }

    [Fact]
    public async Task Purge_ThatCannotRemoveAFile_StopsNoOther_AndEndsAsADeadLetter()
    {
        var (poison, _) = await cluster.ReadyVideo(_owner);
        var path = cluster.Media.PathOf(poison);
        File.Delete(path);
        Directory.CreateDirectory(path); // W19: something that can't be removed as a file.
        await cluster.Shard(poison).Delete(poison, _owner, permanent: true);

        var good = await cluster.Draft(_owner);
        await cluster.Shard(good).Delete(good, _owner, permanent: true);
        await Purged(good);

        await Site.Hosting.Eventually.Get("three attempts end as a dead letter", TimeSpan.FromSeconds(30), async () =>
        {
            await cluster.Advance(TimeSpan.FromSeconds(20));
            return (await cluster.Shard(poison).GetState()) is { DeadLetters: 1 } view ? view : null;
        });
        Assert.Equal(VideoStatus.Purging, (await cluster.Video(poison).Read())!.Status);

        Directory.Delete(path);
        await cluster.Shard(poison).Delete(poison, _owner, permanent: true); // Asked for again, it is tried again.
        await Purged(poison);
        await cluster.WaitForQuota(_owner, 0);
    }

    [Fact]
    public async Task Delete_AndRestore_InARace_EndInOneOfTheTwo()
    {
        var (id, _) = await cluster.ReadyVideo(_owner);
        var deadLetters = (await cluster.Shard(id).GetState()).DeadLetters;
        for (var round = 0; round < 10; round++)
        {
            await Task.WhenAll(
                cluster.Shard(id).Delete(id, _owner, permanent: false),
                cluster.Shard(id).Restore(id, _owner),
                cluster.Shard(id).Nudge(),
                cluster.Shard(id).Delete(id, _owner, permanent: false));
        }

        await cluster.Shard(id).Restore(id, _owner);
        Assert.Equal(VideoStatus.Ready, (await cluster.Video(id).Read())!.Status);
        Assert.Equal(deadLetters, (await cluster.Shard(id).GetState()).DeadLetters);
    }

    /// <summary>Time goes on meanwhile: a step that the limiter was not sure of, as after a jump of the clock, is tried again.</summary>
    private Task<VideoDetails> Purged(Guid id) => Eventually.Get($"video {id} is purged", TimeSpan.FromSeconds(30), async () =>
    {
        if (await cluster.Video(id).Read() is { Status: VideoStatus.Purged } purged) return purged;
        await cluster.Advance(TimeSpan.FromMilliseconds(200));
        return null;
    });
}
