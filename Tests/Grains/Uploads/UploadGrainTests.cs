using OrleansVideo.Accounts;
using OrleansVideo.Catalog;
using OrleansVideo.Grains.Database;
using OrleansVideo.Grains.Uploads;
using OrleansVideo.Tests.Media;
using OrleansVideo.Tests.Site.Hosting;
using OrleansVideo.Videos;

namespace OrleansVideo.Tests.Grains.Uploads;

public sealed class UploadGrainTests(GrainCluster cluster) : IClassFixture<GrainCluster>
{
    private readonly Caller _owner = GrainCluster.NewCaller();

    [Fact]
    public async Task Complete_WithARealFile_MakesTheVideoReady()
    {
        var (id, _) = await cluster.ReadyVideo(_owner);
        var video = (await cluster.Video(id).Read())!;
        Assert.Equal((VideoStatus.Ready, "h264", "aac"), (video.Status, video.VideoCodec, video.AudioCodec));
        Assert.True(video.HasPoster);
        Assert.InRange(video.DurationSeconds!.Value, 2.8, 3.3);
        await Eventually.True("the upload is forgotten", TimeSpan.FromSeconds(10), async () => (await cluster.Upload(id).GetState()).Lease == 0);
        Assert.Equal(video.Size, (await Catalog().GetStorageUse(_owner.AccountId)).Used);
    }

    [Fact]
    public async Task Complete_WhoseFileIsMissing_IsRefused_AndTheDraftTakesAnotherUpload()
    {
        var bytes = await File.ReadAllBytesAsync(await SampleVideos.Mp4FastStartAsync());
        var id = await cluster.Draft(_owner);
        var lease = (await cluster.Upload(id).Begin(_owner, bytes.Length)).Value!;
        var content = await cluster.WritePart(id, lease.Number, bytes);
        File.Delete(cluster.Media.PartPathOf(id, lease.Number));

        Assert.Equal(RefusalCode.UploadLost, (await cluster.Upload(id).Complete(lease.Number, content)).Refusal?.Code);
        Assert.Equal(RefusalCode.UploadLost, (await cluster.Upload(id).Complete(lease.Number, content)).Refusal?.Code); // Told twice.
        var draft = (await cluster.Video(id).Read())!;
        Assert.Equal((VideoStatus.Draft, "The uploaded file was lost before it was stored. Upload it again."), (draft.Status, draft.Failure));
        Assert.Equal(VideoFailureCode.UploadLost, draft.FailureCause?.Code);
        Assert.Equal(0, (await Catalog().GetStorageUse(_owner.AccountId)).Used);

        await cluster.Forget(cluster.Upload(id)); // What is stored says the same.
        var second = (await cluster.Upload(id).Begin(_owner, bytes.Length)).Value!;
        Assert.Equal(Result.Done, await cluster.Upload(id).Complete(second.Number, await cluster.WritePart(id, second.Number, bytes)));
        Assert.Null((await cluster.WaitFor(id, VideoStatus.Ready)).Failure);
    }

    [Fact]
    public async Task Drive_WhoseFileIsMissing_GivesTheBytesBack_AndTheDraftTakesAnotherUpload()
    {
        var id = await cluster.Draft(_owner);
        var lease = (await cluster.Upload(id).Begin(_owner, 1000)).Value!;
        var content = await cluster.WritePart(id, lease.Number, [1, 2, 3]);
        Directory.CreateDirectory(cluster.Media.PathOf(id)); // The disk refuses: complete, and not acknowledged.
        await Assert.ThrowsAnyAsync<IOException>(() => cluster.Upload(id).Complete(lease.Number, content));
        Directory.Delete(cluster.Media.PathOf(id));
        File.Delete(cluster.Media.PartPathOf(id, lease.Number));
        await cluster.Forget(cluster.Upload(id));

        await cluster.Upload(id).Drive();
        await cluster.WaitForQuota(_owner, 0);
        Assert.NotNull((await cluster.Video(id).Read())!.Failure);
        Assert.NotNull((await cluster.Upload(id).Begin(_owner, 1000)).Value);
    }

    [Fact]
    public async Task Begin_WhileAnotherWrites_IsInProgress_AndTheSilentOneIsSuperseded()
    {
        var id = await cluster.Draft(_owner);
        var first = (await cluster.Upload(id).Begin(_owner, 1000)).Value!;
        var refused = (await cluster.Upload(id).Begin(_owner, 1000)).Refusal!;
        Assert.Equal(RefusalCode.UploadInProgress, refused.Code);
        Assert.InRange(refused.RetryAfter!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(15));

        await cluster.Advance(TimeSpan.FromSeconds(16));
        var second = (await cluster.Upload(id).Begin(_owner, 1000)).Value!;
        Assert.Equal(first.Number + 1, second.Number);
        Assert.Equal(RefusalCode.UploadSuperseded, (await cluster.Upload(id).Renew(first.Number, 5)).Refusal?.Code);
        Assert.Equal(RefusalCode.UploadSuperseded, (await cluster.Upload(id).Complete(first.Number, new StoredContent(1, "a", "video/mp4"))).Refusal?.Code);
        await cluster.Upload(id).Abandon(second.Number);
    }

    [Fact]
    public async Task Begin_OnAnothersDraft_IsNotYours_AndAPrivateOneDoesNotExist()
    {
        var stranger = GrainCluster.NewCaller();
        var open = await cluster.Draft(_owner);
        var hidden = await cluster.Draft(_owner, Visibility.Private);
        Assert.Equal(RefusalCode.NotYours, (await cluster.Upload(open).Begin(stranger, 1)).Refusal?.Code);
        Assert.Equal(RefusalCode.NotFound, (await cluster.Upload(hidden).Begin(stranger, 1)).Refusal?.Code);
        Assert.Equal(RefusalCode.NotFound, (await cluster.Upload(Guid.NewGuid()).Begin(stranger, 1)).Refusal?.Code);
        Assert.Equal(RefusalCode.NotYours, (await cluster.Upload(open).Begin(GrainCluster.NewCaller(isAdmin: true), 1)).Refusal?.Code);
    }

    [Fact]
    public async Task Begin_BeyondLimits_NamesTheLimit()
    {
        var ids = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => cluster.Draft(_owner)));
        Assert.Equal(RefusalCode.TooLarge, (await cluster.Upload(ids[0]).Begin(_owner, 1_000_001)).Refusal?.Code);
        Assert.NotNull((await cluster.Upload(ids[0]).Begin(_owner, 900_000)).Value);
        Assert.Equal(RefusalCode.QuotaExceeded, (await cluster.Upload(ids[1]).Begin(_owner, 900_000)).Refusal?.Code);
        Assert.NotNull((await cluster.Upload(ids[1]).Begin(_owner, 1000)).Value);
        Assert.Equal(RefusalCode.UploadsExhausted, (await cluster.Upload(ids[2]).Begin(_owner, 1000)).Refusal?.Code);
        await cluster.Upload(ids[0]).Abandon(1);
        var unknown = (await cluster.Upload(ids[2]).Begin(_owner, null)).Value!;
        Assert.Equal(1_000_000, unknown.MaxBytes);
    }

    [Fact]
    public async Task UploadOfUnknownLength_ReservesStepByStep_UpToTheRoomThatIsThere()
    {
        var (growing, other) = (await cluster.Draft(_owner), await cluster.Draft(_owner));
        var lease = (await cluster.Upload(growing).Begin(_owner, null)).Value!;
        Assert.Equal((1_000_000, 200_000, 200_000), (lease.MaxBytes, lease.ReservedBytes, lease.ReservationStep));
        Assert.Equal(200_000, await Used());

        var grown = (await cluster.Upload(growing).Reserve(lease.Number, 200_000)).Value!;
        Assert.Equal((lease.Number, 400_000), (grown.Number, grown.ReservedBytes));
        Assert.Equal(400_000, (await cluster.Upload(growing).Reserve(lease.Number, 200_000)).Value!.ReservedBytes); // Repeated, it is the same.

        Assert.NotNull((await cluster.Upload(other).Begin(_owner, 800_000)).Value);
        var last = (await cluster.Upload(growing).Reserve(lease.Number, 600_000)).Value!;
        Assert.Equal(1_500_000, last.ReservedBytes + 800_000 + 65_536); // What the other one left, and not a step more.
        Assert.Equal(RefusalCode.QuotaExceeded, (await cluster.Upload(growing).Reserve(lease.Number, last.ReservedBytes)).Refusal?.Code);
        Assert.Equal(RefusalCode.TooLarge, (await cluster.Upload(growing).Reserve(lease.Number, 1_000_000)).Refusal?.Code);
        Assert.Equal(RefusalCode.UploadSuperseded, (await cluster.Upload(growing).Reserve(lease.Number + 1, 1)).Refusal?.Code);
        Assert.Equal(1_500_000, await Used());
    }

    [Fact]
    public async Task LostUploads_FreeTheirRoomWithTheirLease_AndGetItBackOnlyIfNobodyTookIt()
    {
        var ids = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => cluster.Draft(_owner)));
        var lost = (await cluster.Upload(ids[0]).Begin(_owner, 800_000)).Value!;
        Assert.NotNull((await cluster.Upload(ids[1]).Begin(_owner, null)).Value);
        Assert.Equal(RefusalCode.UploadsExhausted, (await cluster.Upload(ids[2]).Begin(_owner, 800_000)).Refusal?.Code);

        await cluster.Advance(TimeSpan.FromSeconds(16));
        Assert.Equal(0, await Used());
        Assert.Equal(Result.Done, await cluster.Upload(ids[0]).Renew(lost.Number, 5)); // Only late: the room is still there.
        Assert.Equal(865_536, await Used());

        await cluster.Advance(TimeSpan.FromSeconds(16));
        Assert.NotNull((await cluster.Upload(ids[2]).Begin(_owner, 800_000)).Value);
        Assert.Equal(RefusalCode.QuotaExceeded, (await cluster.Upload(ids[0]).Renew(lost.Number, 5)).Refusal?.Code);
        Assert.Equal(865_536, await Used());
    }

    /// <summary>Another activation has purged the video, and this one has not heard of it.</summary>
    [Fact]
    public async Task Begin_OnAVideoThatIsPurgedElsewhere_ReservesNothing()
    {
        var id = await cluster.Draft(_owner);
        await cluster.Database.ExecuteAsync("update videos set status = 7 where id = @id", new { id = id.ToString("D") });
        Assert.Equal(RefusalCode.Gone, (await cluster.Upload(id).Begin(_owner, 1000)).Refusal?.Code);
        Assert.Equal(0, await Used());
    }

    [Fact]
    public async Task Quota_UnderParallelBegins_IsNeverExceeded()
    {
        var ids = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => cluster.Draft(_owner)));
        var answers = await Task.WhenAll(ids.Select(id => cluster.Upload(id).Begin(_owner, 800_000)));
        Assert.Single(answers, answer => answer.Value is not null);
        Assert.InRange((await Catalog().GetStorageUse(_owner.AccountId)).Used, 800_000, 1_500_000);
    }

    [Fact]
    public async Task Abandon_GivesTheBytesBack_AndTheDraftTakesANewUpload()
    {
        var id = await cluster.Draft(_owner);
        var lease = (await cluster.Upload(id).Begin(_owner, 900_000)).Value!;
        await cluster.Upload(id).Abandon(lease.Number);
        Assert.Equal(0, (await Catalog().GetStorageUse(_owner.AccountId)).Used);
        Assert.NotNull((await cluster.Upload(id).Begin(_owner, 900_000)).Value);
        Assert.Equal(VideoStatus.Draft, (await cluster.Video(id).Read())!.Status);
    }

    [Fact]
    public async Task Complete_AfterTheVideoWasDeleted_LeavesNoFile()
    {
        var id = await cluster.Draft(_owner);
        var lease = (await cluster.Upload(id).Begin(_owner, 1000)).Value!;
        var content = await cluster.WritePart(id, lease.Number, [1, 2, 3]);
        await cluster.Video(id).BeginPurge(1);
        Assert.Equal(RefusalCode.Gone, (await cluster.Upload(id).Complete(lease.Number, content)).Refusal?.Code);
        Assert.False(cluster.Media.Exists(id));
    }

    [Fact]
    public async Task Complete_Repeated_IsDone_AndWithoutAnAnswerIsTakenUpByAnyPass()
    {
        var bytes = await File.ReadAllBytesAsync(await SampleVideos.Mp4FastStartAsync());
        var id = await cluster.Draft(_owner);
        var lease = (await cluster.Upload(id).Begin(_owner, bytes.Length)).Value!;
        var content = await cluster.WritePart(id, lease.Number, bytes);
        Assert.Equal(Result.Done, await cluster.Upload(id).Complete(lease.Number, content));
        await cluster.Forget(cluster.Upload(id));
        await cluster.Grains.GetGrain<ICatalogReconcilerGrain>(ICatalogReconcilerGrain.Key).Start();
        Assert.Equal(VideoStatus.Ready, (await cluster.WaitFor(id, VideoStatus.Ready, VideoStatus.Failed)).Status);
        Assert.Equal(Result.Done, await cluster.Upload(id).Complete(lease.Number, content));
    }

    [Fact]
    public async Task Expire_GivesUpASilentUpload_ButNeverACompleteOne()
    {
        var id = await cluster.Draft(_owner);
        var lease = (await cluster.Upload(id).Begin(_owner, 1000)).Value!;
        await cluster.WritePart(id, lease.Number, [1, 2, 3]);
        await cluster.Upload(id).Expire();
        Assert.True(cluster.Media.PartLength(id, lease.Number) > 0);

        await cluster.Database.ExecuteAsync(
            "update uploads set expires_at = {now}, leased_until = {now} where video_id = @id", new { id = id.ToString("D") });
        await cluster.Forget(cluster.Upload(id));
        await cluster.Upload(id).Expire();
        Assert.Null(cluster.Media.PartLength(id, lease.Number));
        await cluster.Shard(id).Nudge();
        await cluster.WaitForQuota(_owner, 0);
        Assert.Equal(VideoStatus.Purged, (await cluster.Video(id).Read())!.Status);

        var (ready, _) = await cluster.ReadyVideo(_owner);
        await cluster.Upload(ready).Expire();
        Assert.Equal(VideoStatus.Ready, (await cluster.Video(ready).Read())!.Status);
    }

    [Fact]
    public async Task Begin_AfterTheExpiry_IsGone_SoThatNothingAcknowledgedIsPurged()
    {
        var id = await cluster.Draft(_owner);
        var lease = (await cluster.Upload(id).Begin(_owner, 1000)).Value!;
        await cluster.Upload(id).Abandon(lease.Number);
        await cluster.Database.ExecuteAsync("update uploads set expires_at = 0 where video_id = @id", new { id = id.ToString("D") });
        await cluster.Forget(cluster.Upload(id));
        await cluster.Upload(id).Expire();
        Assert.Equal(RefusalCode.Gone, (await cluster.Upload(id).Begin(_owner, 1000)).Refusal?.Code);
    }

    [Fact]
    public async Task Drive_AfterACrashBeforeTheContentWasStored_GivesTheBytesBack_AndTheDraftTakesANewUpload()
    {
        var id = await cluster.Draft(_owner);
        var lease = (await cluster.Upload(id).Begin(_owner, 1000)).Value!;
        await cluster.WritePart(id, lease.Number, [1, 2, 3]);
        await cluster.Service<UploadRows>().MarkComplete(id, 3, cluster.Clock.GetUtcNow());
        await cluster.Forget(cluster.Upload(id));

        await cluster.Upload(id).Drive();
        await cluster.WaitForQuota(_owner, 0);
        Assert.Null(cluster.Media.PartLength(id, lease.Number));
        Assert.Equal(lease.Number + 1, (await cluster.Upload(id).Begin(_owner, 1000)).Value!.Number);
    }

    [Fact]
    public async Task Draft_ThatNeverSawAnUpload_IsGivenUpInTheEnd()
    {
        var id = await cluster.Draft(_owner);
        await cluster.Database.ExecuteAsync("update videos set changed_at = 0 where id = @id", new { id = id.ToString("D") });
        await cluster.Grains.GetGrain<ICatalogReconcilerGrain>(ICatalogReconcilerGrain.Key).Start();
        Assert.Equal(VideoStatus.Purging, (await cluster.Video(id).Read())!.Status);
    }

    private async Task<long> Used() => (await Catalog().GetStorageUse(_owner.AccountId)).Used;

    private ICatalogGrain Catalog() => cluster.Grains.GetGrain<ICatalogGrain>(0);
}
