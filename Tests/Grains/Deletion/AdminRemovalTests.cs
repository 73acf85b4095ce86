using OrleansVideo.Accounts;
using OrleansVideo.Catalog;
using OrleansVideo.Deletion;
using OrleansVideo.Grains.Database;
using OrleansVideo.Grains.Deletion;
using OrleansVideo.Tests.Site.Hosting;
using OrleansVideo.Videos;

namespace OrleansVideo.Tests.Grains.Deletion;

/// <summary>What an admin has removed stays removed until an admin gives it back, whatever its owner does meanwhile.</summary>
public sealed class AdminRemovalTests(GrainCluster cluster) : IClassFixture<GrainCluster>
{
    private readonly Caller _owner = GrainCluster.NewCaller();
    private readonly Caller _admin = GrainCluster.NewCaller(isAdmin: true);

    [Fact]
    public async Task Removal_IsToldToTheOwner_WhoCanNotUndoIt_ButPurgeIt()
    {
        var (id, _) = await cluster.ReadyVideo(_owner);
        Assert.Equal(VideoStatus.Trashed, (await cluster.Shard(id).Remove(id, _admin, permanent: false, " Spam ")).Value!.Status);

        var told = (await cluster.Video(id).Read())!.Removal!;
        Assert.Equal((HiddenBy.Admin, "Spam", cluster.Clock.GetUtcNow()), (told.By, told.Reason, told.Since));
        Assert.Equal("Spam", (await Listed(id)).Removal?.Reason);
        Assert.Equal(RefusalCode.RemovedByAdmin, (await cluster.Shard(id).Restore(id, _owner)).Refusal?.Code);
        Assert.Equal(VideoStatus.Trashed, (await cluster.Video(id).Read())!.Status);

        Assert.Null((await cluster.Shard(id).Delete(id, _owner, permanent: true)).Refusal);
        await cluster.WaitFor(id, VideoStatus.Purged);
    }

    [Fact]
    public async Task Removal_GivenBackByAnAdmin_LeavesTheVideoAsItWas()
    {
        var (id, _) = await cluster.ReadyVideo(_owner);
        await cluster.Video(id).Edit(new VideoEdit(null, null, Visibility.Unlisted), _owner);
        await cluster.Shard(id).Remove(id, _admin, permanent: false, "Spam");
        var restored = (await cluster.Shard(id).Restore(id, _admin)).Value!;
        Assert.Equal((VideoStatus.Ready, Visibility.Unlisted), (restored.Status, restored.Visibility));
        Assert.Null(restored.Removal);
        Assert.Equal(RefusalCode.NotInTrash, (await cluster.Shard(id).Restore(id, _owner)).Refusal?.Code);
    }

    [Fact]
    public async Task OwnersTrash_RaisedByAnAdmin_GoesBackToIt_AndFromThereToItsOwner()
    {
        var (id, _) = await cluster.ReadyVideo(_owner);
        var deadline = (await cluster.Shard(id).Delete(id, _owner, permanent: false)).Value!.DeleteAfter;
        await cluster.Advance(TimeSpan.FromHours(1));
        Assert.Equal(deadline, (await cluster.Shard(id).Remove(id, _admin, permanent: false, null)).Value!.DeleteAfter);
        Assert.Equal(HiddenBy.Admin, (await cluster.Video(id).Read())!.Removal!.By);
        Assert.Equal(RefusalCode.RemovedByAdmin, (await cluster.Shard(id).Restore(id, _owner)).Refusal?.Code);

        Assert.Equal(DeletionState.Waiting, (await cluster.Shard(id).CancelBy(id, _admin)).Value!.State);
        var back = (await cluster.Video(id).Read())!;
        Assert.Equal((VideoStatus.Trashed, deadline, HiddenBy.Owner), (back.Status, back.DeleteAfter, back.Removal!.By));
        Assert.Equal(VideoStatus.Ready, (await cluster.Shard(id).Restore(id, _owner)).Value!.Status);
    }

    [Fact]
    public async Task AdminsOwnVideo_IsTheAdminsAsAnOwner()
    {
        var (id, _) = await cluster.ReadyVideo(_admin);
        await cluster.Shard(id).Remove(id, _admin, permanent: false, "A reason that nobody needs");
        Assert.Equal((HiddenBy.Owner, (string?)null), ((await cluster.Video(id).Read())!.Removal!.By, (await cluster.Video(id).Read())!.Removal!.Reason));
        Assert.Null((await cluster.Shard(id).Restore(id, _admin)).Refusal);

        await cluster.Shard(id).Remove(id, GrainCluster.NewCaller(isAdmin: true), permanent: false, "By a colleague");
        Assert.Equal(RefusalCode.RemovedByAdmin, (await cluster.Shard(id).Restore(id, _admin)).Refusal?.Code);
        Assert.Equal(RefusalCode.RemovedByAdmin, (await cluster.Shard(id).CancelBy(id, _admin)).Refusal?.Code);
    }

    [Theory]
    [InlineData("a\nb")]
    [InlineData(null)]
    public async Task Reason_ThatIsNone_IsRefused_AndNothingIsDone(string? reason)
    {
        var (id, _) = await cluster.ReadyVideo(_owner);
        Assert.Equal(RefusalCode.ReasonInvalid, (await cluster.Shard(id).Remove(id, _admin, false, reason ?? new string('x', 501))).Refusal?.Code);
        Assert.Equal(VideoStatus.Ready, (await cluster.Video(id).Read())!.Status);
    }

    /// <summary>Whichever comes first, the admin's deletion holds: the owner's undo was of the owner's own, or is refused.</summary>
    [Fact]
    public async Task Removal_InARaceWithTheOwnersUndo_Holds()
    {
        var (id, _) = await cluster.ReadyVideo(_owner);
        for (var round = 0; round < 10; round++)
        {
            await cluster.Shard(id).Delete(id, _owner, permanent: false);
            var removed = cluster.Shard(id).Remove(id, _admin, permanent: false, null);
            await Task.WhenAll(Settled(cluster.Shard(id).Restore(id, _owner)), Settled(removed), Settled(cluster.Shard(id).Restore(id, _owner)));
            if (removed.IsFaulted) await cluster.Shard(id).Remove(id, _admin, permanent: false, null); // "Not finished": asked again.

            Assert.Equal(RefusalCode.RemovedByAdmin, (await cluster.Shard(id).Restore(id, _owner)).Refusal?.Code);
            var video = (await cluster.Video(id).Read())!;
            Assert.Equal((VideoStatus.Trashed, HiddenBy.Admin), (video.Status, video.Removal!.By));
            while ((await cluster.Shard(id).Restore(id, _admin)).Value?.Status == VideoStatus.Trashed)
            {
                // From the owner's trash below it.
            }
        }
    }

    /// <summary>Either the purge is refused and the file stays, or the purge was first and the hold keeps the file as long as it can.</summary>
    [Fact]
    public async Task OwnersPurge_InARaceWithAHold_HasOneOrder()
    {
        for (var round = 0; round < 4; round++)
        {
            var (id, _) = await cluster.ReadyVideo(_owner);
            await cluster.Shard(id).Delete(id, _owner, permanent: false);
            await Eventually.True("the hiding is recorded", TimeSpan.FromSeconds(20), async () =>
            {
                await cluster.Advance(TimeSpan.FromSeconds(4)); // A pass may have just ended.
                return await Newest(id) is { State: DeletionState.Waiting, Attempts: 0 } row && row.NextAttemptAt == row.DueAt;
            });

            var purge = cluster.Shard(id).Delete(id, _owner, permanent: true);
            var hold = cluster.Shard(id).HoldFor(id, "Evidence");
            var (purged, held) = (await purge, await hold);

            if (held.Refusal is { } late)
            {
                Assert.True(late.Code is RefusalCode.PurgeStarted or RefusalCode.DeletionStateConflict, $"{late.Code}"); // Running, or done.
                Assert.Null(purged.Refusal);
                await cluster.WaitFor(id, VideoStatus.Purged);
                continue;
            }

            Assert.True(purged.Refusal is null or { Code: RefusalCode.RemovedByAdmin });
            await cluster.Shard(id).Nudge();
            await cluster.Advance(TimeSpan.FromMinutes(2));
            Assert.True(cluster.Media.Exists(id));
            Assert.Equal(DeletionState.Held, (await Newest(id)).State);
            await cluster.Shard(id).Release(id);
            if (purged.Refusal is null) await cluster.WaitFor(id, VideoStatus.Purged);
            else Assert.Null((await cluster.Shard(id).Restore(id, _owner)).Refusal);
        }
    }

    /// <summary>Rows of a release that did not say whose they are, and a crash between the row and the video, are told by a look of the shard.</summary>
    [Fact]
    public async Task Video_ThatWasNotTold_IsToldLater()
    {
        var (id, _) = await cluster.ReadyVideo(_owner);
        await cluster.Shard(id).Delete(id, _owner, permanent: false);
        await Eventually.True("the hiding is recorded, and the video is told", TimeSpan.FromSeconds(20), async () =>
        {
            await cluster.Advance(TimeSpan.FromMilliseconds(200)); // A limiter that is not sure keeps it waiting.
            if (await cluster.Database.ExecuteAsync(
                    "update deletions set removed_by = 0, requested_by = 'site-admin', untold = 1, state = 3 where video_id = @video and step <> 1",
                    new { video = id.ToString("D") }) == 0)
                return false;
            await cluster.Service<RemovalNotices>().TellDue((0, DeletionShardKey.Slots));
            return (await cluster.Video(id).Read())!.Removal!.By == HiddenBy.Hold;
        });
        await cluster.Shard(id).Release(id);
        Assert.Equal(HiddenBy.Admin, (await cluster.Video(id).Read())!.Removal!.By);
        Assert.Equal(RefusalCode.RemovedByAdmin, (await cluster.Shard(id).Restore(id, _owner)).Refusal?.Code);
    }

    [Fact]
    public async Task Visibility_ThatAnAdminHasClosed_IsNotTheOwnersToOpen()
    {
        var (id, _) = await cluster.ReadyVideo(_owner);
        await cluster.Video(id).Edit(new VideoEdit(null, null, Visibility.Private) { Reason = "Faces" }, _admin);
        Assert.Equal((Visibility.Private, "Faces"), ((await Listed(id)).Visibility, (await Listed(id)).Limit?.Reason));
        Assert.Equal(RefusalCode.RemovedByAdmin, (await cluster.Video(id).Edit(new VideoEdit("New", null, Visibility.Public), _owner)).Refusal?.Code);
        var video = (await cluster.Video(id).Read())!;
        Assert.Equal((Visibility.Private, "A title"), (video.Visibility, video.Title));
        Assert.Null((await cluster.Video(id).Edit(new VideoEdit("New", null, Visibility.Private), _owner)).Refusal);
        Assert.Equal(Visibility.Public, (await cluster.Video(id).Edit(new VideoEdit(null, null, Visibility.Public), _admin)).Value!.Visibility);
        Assert.Null((await Listed(id)).Limit);
    }

    private static Task Settled(Task task) => task.ContinueWith(_ => { }, TaskScheduler.Default);

    private async Task<VideoDetails> Listed(Guid id) =>
        (await cluster.Grains.GetGrain<ICatalogGrain>(0).ListOwned(_owner.AccountId, null, new PageRequest())).Value!.Items.Single(video => video.Id == id);

    private async Task<DeletionRecord> Newest(Guid id) =>
        (await cluster.Grains.GetGrain<IDeletionLedgerGrain>(0).List(new DeletionQuery(null, id, new PageRequest()))).Value!.Items[0];
}
