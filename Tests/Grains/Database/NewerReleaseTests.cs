using Dapper;
using OrleansVideo.Accounts;
using OrleansVideo.Catalog;
using OrleansVideo.Deletion;
using OrleansVideo.Grains.Database;
using OrleansVideo.Grains.Deletion;
using OrleansVideo.Storage;
using OrleansVideo.Videos;

namespace OrleansVideo.Tests.Grains.Database;

/// <summary>A silo on a database in which a newer release has written: it shows what it finds and changes none of it.</summary>
public sealed class NewerReleaseTests(GrainCluster cluster) : IClassFixture<GrainCluster>
{
    private static readonly string[] Alive = ["silo"];
    private readonly Caller _owner = GrainCluster.NewCaller();

    private ICatalogGrain Catalog => cluster.Grains.GetGrain<ICatalogGrain>(0);

    [Theory]
    [InlineData("\"status\":\"draft\"", "\"status\":\"transcoding\"", VideoStatus.Unknown)]
    [InlineData("\"visibility\":\"public\"", "\"visibility\":\"friendsOnly\"", VideoStatus.Draft)]
    [InlineData("\"schema\":1", "\"schema\":2", VideoStatus.Draft)]
    public async Task Video_OfANewerRelease_IsShown_AndEveryCommandIsRefused(string known, string newer, VideoStatus shown)
    {
        var id = await cluster.Draft(_owner);
        await cluster.Forget(cluster.Video(id));
        var stored = await Rewrite("video", id, known, newer);

        var video = await cluster.Video(id).Read();
        Assert.Equal((shown, true), (video!.Status, video.IsNewer));
        Assert.NotNull(VideoAccess.RefusePlaying(video, null));
        Assert.Contains((await Catalog.ListOwned(_owner.AccountId, null, new PageRequest())).Value!.Items, item => item.Id == id);

        Refused(await cluster.Video(id).Edit(new VideoEdit("Other", null, null), _owner));
        Refused(await cluster.Video(id).BeginProcessing(new StoredContent(1, "00", "video/mp4")));
        Refused(await cluster.Video(id).CompleteProcessing(new ProbeReport()));
        Refused(await cluster.Video(id).Trash(1, cluster.Clock.GetUtcNow()));
        Refused(await cluster.Video(id).Restore(1));
        Refused(await cluster.Video(id).BeginPurge(1));
        Refused(await cluster.Video(id).CompletePurge(1, 0));
        Refused(await cluster.Upload(id).Begin(_owner, 10));
        Refused(await cluster.Shard(id).Delete(id, _owner, permanent: true));
        Refused(await cluster.Shard(id).Restore(id, _owner));
        await Assert.ThrowsAsync<NewerVersionException>(() => cluster.Video(id).Settle(9));

        Assert.Equal(stored, await Stored("video", id));
        Assert.Empty((await Ledger().List(new DeletionQuery(null, id, new PageRequest()))).Value!.Items);
    }

    [Fact]
    public async Task Tombstone_OfANewerRelease_IsNotForgotten()
    {
        var id = await cluster.Draft(_owner);
        await cluster.Video(id).BeginPurge(1);
        await cluster.Video(id).CompletePurge(1, 0);
        await cluster.Forget(cluster.Video(id));
        var stored = await Rewrite("video", id, "\"schema\":1", "\"schema\":2");

        await Assert.ThrowsAsync<NewerVersionException>(() => cluster.Video(id).Forget(cluster.Clock.GetUtcNow().AddYears(1)));

        Assert.Equal(stored, await Stored("video", id));
    }

    [Fact]
    public async Task Members_OfANewerRelease_OutliveACommandHere()
    {
        var id = await cluster.Draft(_owner);
        await cluster.Forget(cluster.Video(id));
        await Rewrite("video", id, "\"views\":0", "\"views\":0,\"tags\":[\"a\",{\"b\":1.50}]");

        Assert.Null((await cluster.Video(id).Edit(new VideoEdit("Other", null, null), _owner)).Refusal);

        var stored = await Stored("video", id);
        Assert.Contains("\"title\":\"Other\"", stored, StringComparison.Ordinal);
        Assert.Contains("\"tags\":[\"a\",{\"b\":1.50}]", stored, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Account_OfANewerRelease_KeepsItsSessions_AndIsNotWritten()
    {
        var (user, session) = await SignedIn();
        await cluster.Forget(user);
        var stored = await Rewrite("user", UserKeyOf(user), "\"schema\":1", "\"schema\":2");

        await cluster.Advance(TimeSpan.FromDays(2)); // From here on the session's end is due to be moved.
        Assert.Equal(session.SessionId, (await user.CheckSession(session.SessionId))?.SessionId);
        var account = (await user.Read())!;
        await Assert.ThrowsAsync<NewerVersionException>(() => user.Update(account, null));
        await user.CountFailedSignIn(); // Which writes nothing in this release.
        await Assert.ThrowsAsync<NewerVersionException>(() => user.OpenSession(null));
        await Assert.ThrowsAsync<NewerVersionException>(() => user.CloseSession(session.SessionId));

        Assert.Equal(stored, await Stored("user", UserKeyOf(user)));
    }

    [Fact]
    public async Task Upload_OfANewerRelease_IsLeftAlone_AndItsPartStays()
    {
        var id = await cluster.Draft(_owner);
        var lease = (await cluster.Upload(id).Begin(_owner, 3)).Value!.Number;
        var content = await cluster.WritePart(id, lease, [1, 2, 3]);
        await cluster.Forget(cluster.Upload(id));
        var stored = await Rewrite("upload", id, "\"schema\":1", "\"schema\":2");

        Refused(await cluster.Upload(id).Complete(lease, content));
        Refused(await cluster.Upload(id).Begin(_owner, 3));
        await Assert.ThrowsAsync<NewerVersionException>(() => cluster.Upload(id).Abandon(lease));
        await Assert.ThrowsAsync<NewerVersionException>(() => cluster.Upload(id).Drive());
        await Assert.ThrowsAsync<NewerVersionException>(() => cluster.Upload(id).Expire());
        await Assert.ThrowsAsync<NewerVersionException>(() => cluster.Upload(id).Close());

        Assert.Equal(stored, await Stored("upload", id));
        Assert.True(File.Exists(cluster.Media.PartPathOf(id, lease)));
    }

    /// <summary>All bytes are here, and the video is a newer release's: the upload waits for it and forgets nothing.</summary>
    [Fact]
    public async Task CompleteUpload_ToAVideoOfANewerRelease_Waits()
    {
        var id = await cluster.Draft(_owner);
        var lease = (await cluster.Upload(id).Begin(_owner, 3)).Value!.Number;
        var content = await cluster.WritePart(id, lease, [1, 2, 3]);
        await cluster.Forget(cluster.Video(id));
        await Rewrite("video", id, "\"schema\":1", "\"schema\":2");

        await Assert.ThrowsAsync<NewerVersionException>(() => cluster.Upload(id).Complete(lease, content));

        Assert.True((await cluster.Upload(id).GetState()).IsComplete);
        Assert.True(cluster.Media.Exists(id));
    }

    [Fact]
    public async Task Rows_WithNumbersOfANewerRelease_AreListed()
    {
        var id = await cluster.Draft(_owner);
        await cluster.Database.ExecuteAsync("update videos set status = 99, visibility = 98 where id = @id", new { id = id.ToString("D") });

        var listed = Assert.Single((await Catalog.ListOwned(_owner.AccountId, null, new PageRequest())).Value!.Items, item => item.Id == id);

        Assert.Equal(((VideoStatus)99, (Visibility)98), (listed.Status, listed.Visibility));
        Assert.Equal(RefusalCode.NotFound, VideoAccess.RefusePlaying(listed, null));
        Assert.Equal(RefusalCode.NewerVersion, VideoAccess.RefusePlaying(listed with { Visibility = Visibility.Public }, null));
        Assert.Equal(RefusalCode.NewerVersion, VideoAccess.RefuseReading(listed with { Visibility = Visibility.Public }, null));
        Assert.DoesNotContain((await Catalog.List(new VideoQuery(), new PageRequest())).Value!.Items, item => item.Id == id);
    }

    [Fact]
    public async Task Deletion_WithAStepOfANewerRelease_IsShown_AndNotCarriedOut()
    {
        var id = await OpenDeletion("step = 9, next_attempt_at = 0");
        var slots = (DeletionShardKey.SlotOf(id), DeletionShardKey.SlotOf(id) + 1);
        var queue = new DeletionQueue(cluster.Database);

        Assert.DoesNotContain(await queue.Claim(slots, 100, "silo", Alive, cluster.Clock.GetUtcNow().AddYears(20)), row => row.Video == id);
        Assert.Equal(DeletionState.Waiting, (await Newest(id)).State);
        Refused(await cluster.Shard(id).Cancel(id));
        Refused(await cluster.Shard(id).Hold(id));
        Refused(await cluster.Shard(id).Retry(id));
        Refused(await cluster.Shard(id).Delete(id, _owner, permanent: true));
        Assert.Equal(9L, await Scalar("select step from deletions where video_id = @id", id));
    }

    [Fact]
    public async Task Deletion_InAStateOfANewerRelease_IsShownAsUnknown_AndNotChanged()
    {
        var id = await OpenDeletion("state = 9");

        Assert.Equal(DeletionState.Unknown, (await Newest(id)).State);
        Assert.Contains((await Ledger().List(new DeletionQuery(DeletionState.Unknown, null, new PageRequest()))).Value!.Items, record => record.VideoId == id);
        Refused(await cluster.Shard(id).Cancel(id));
        Refused(await cluster.Shard(id).Hold(id));
        Refused(await cluster.Shard(id).Release(id));
        Refused(await cluster.Shard(id).Retry(id));
        Refused(await cluster.Shard(id).Restore(id, _owner));
        Assert.Equal(9L, await Scalar("select state from deletions where video_id = @id", id));
    }

    [Theory]
    [InlineData("kind = 9")]
    [InlineData("state = 9")]
    public async Task Finding_OfANewerRelease_IsListed_AndNotMoved(string newer)
    {
        var id = Guid.CreateVersion7();
        await cluster.Database.ExecuteAsync(
            "insert into storage_findings (id, path, kind, state, reason, size, found_at, scan) values (@id, @path, 1, 1, 'r', 1, 1, 0)",
            new { id = id.ToString("D"), path = $"videos/{id}" });
        await cluster.Database.ExecuteAsync($"update storage_findings set {newer} where id = @id", new { id = id.ToString("D") });
        var reconciler = cluster.Grains.GetGrain<IStorageReconcilerGrain>(IStorageReconcilerGrain.Key);

        Assert.Contains((await reconciler.ListFindings(null, new PageRequest())).Value!.Items, finding => finding.Id == id);
        Refused(await reconciler.Quarantine(id));
        Refused(await reconciler.Restore(id));
    }

    private IDeletionLedgerGrain Ledger() => cluster.Grains.GetGrain<IDeletionLedgerGrain>(0);

    private async Task<DeletionRecord> Newest(Guid id) =>
        Assert.Single((await Ledger().List(new DeletionQuery(null, id, new PageRequest()))).Value!.Items);

    private async Task<Guid> OpenDeletion(string newer)
    {
        var id = await cluster.Draft(_owner);
        var video = (await cluster.Video(id).Read())!;
        var later = cluster.Clock.GetUtcNow().AddYears(10); // Beyond the clock of the shards.
        await new DeletionLedgerCommands(cluster.Database).Open(DeletionRequest.Of(video, "ada", later, later));
        await cluster.Database.ExecuteAsync($"update deletions set {newer} where video_id = @id", new { id = id.ToString("D") });
        return id;
    }

    private async Task<(IUserGrain User, SessionView Session)> SignedIn()
    {
        var user = cluster.Grains.GetGrain<IUserGrain>(UserName.GrainKey(_owner.UserName));
        Assert.Null((await user.Create(new AccountRecord { Id = _owner.AccountId, UserName = _owner.UserName, Roles = [], CreatedAt = cluster.Clock.GetUtcNow() })).Refusal);
        return (user, (await user.OpenSession(null))!);
    }

    private static void Refused(Result result) => Assert.Equal(RefusalCode.NewerVersion, result.Refusal?.Code);

    private static void Refused<T>(Result<T> result)
        where T : class => Assert.Equal(RefusalCode.NewerVersion, result.Refusal?.Code);

    private static string UserKeyOf(IUserGrain user) => user.GetPrimaryKeyString();

    /// <summary>Changes what is stored as a newer release may have written it.</summary>
    /// <returns>What is stored now.</returns>
    private async Task<string> Rewrite(string state, object key, string known, string newer)
    {
        var stored = await Stored(state, key);
        Assert.Contains(known, stored, StringComparison.Ordinal);
        await cluster.Database.WriteAsync((connection, transaction) => connection.ExecuteAsync(
            "update OrleansStorage set PayloadBinary = cast(replace(cast(PayloadBinary as text), @known, @newer) as blob) where cast(PayloadBinary as text) = @stored",
            new { known, newer, stored }, transaction));
        return await Stored(state, key);
    }

    private async Task<string> Stored(string state, object key)
    {
        await using var connection = await cluster.Database.OpenAsync();
        var sql = "select cast(PayloadBinary as text) from OrleansStorage where GrainTypeString = @state and ";
        return key is Guid id
            ? await connection.QuerySingleAsync<string>(sql + "GrainIdN0 = @n0 and GrainIdN1 = @n1", new { state, n0 = Half(id, 0), n1 = Half(id, 8) })
            : await connection.QuerySingleAsync<string>(sql + "GrainIdExtensionString = @key", new { state, key = (string)key });
    }

    private static long Half(Guid id, int at) => BitConverter.ToInt64(id.ToByteArray(), at);

    private async Task<long> Scalar(string sql, Guid id)
    {
        await using var connection = await cluster.Database.OpenAsync();
        return await connection.ExecuteScalarAsync<long>(sql, new { id = id.ToString("D") });
    }
}
