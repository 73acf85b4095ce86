using OrleansVideo.Accounts;
using OrleansVideo.Catalog;
using OrleansVideo.Grains.Catalog;
using OrleansVideo.Grains.Database;
using OrleansVideo.Tests.Site.Hosting;
using OrleansVideo.Videos;

namespace OrleansVideo.Tests.Grains.Catalog;

public sealed class CatalogTests(GrainCluster cluster) : IClassFixture<GrainCluster>
{
    private readonly Caller _owner = GrainCluster.NewCaller();

    [Fact]
    public async Task List_ShowsPublicReadyVideosAlone_NewestFirst_PageByPage()
    {
        await cluster.Draft(_owner);
        await cluster.ReadyVideo(_owner, Visibility.Unlisted);
        await cluster.ReadyVideo(_owner, Visibility.Private);
        List<Guid> ids = [];
        for (var i = 0; i < 3; i++)
        {
            ids.Insert(0, (await cluster.ReadyVideo(_owner)).Id);
            await cluster.Advance(TimeSpan.FromSeconds(1));
        }

        await Eventually.True("the lists have caught up", TimeSpan.FromSeconds(10), async () =>
            (await Catalog.List(new(Owner: _owner.UserName), new(10))).Value!.Items.Count == 3);
        var first = (await Catalog.List(new(Owner: _owner.UserName), new(2))).Value!;
        var second = (await Catalog.List(new(Owner: _owner.UserName.ToUpperInvariant()), new(2, first.NextCursor))).Value!;
        Assert.Equal(ids, first.Items.Concat(second.Items).Select(v => v.Id));
        Assert.Null(second.NextCursor);
        Assert.Equal(6, (await Catalog.ListOwned(_owner.AccountId, null, new(100))).Value!.Items.Count);
        Assert.Single((await Catalog.ListOwned(_owner.AccountId, VideoStatus.Draft, new(100))).Value!.Items);
    }

    [Fact]
    public async Task ListOwned_TellsWhyAVideoFailed_ByCode()
    {
        var cause = new VideoFailure { Code = VideoFailureCode.Truncated, Present = 1000, Needed = 2345 };
        var id = await cluster.Draft(_owner);
        await cluster.Video(id).BeginProcessing(new(1000, "abcd", "video/mp4"));
        await cluster.Video(id).CompleteProcessing(new ProbeReport { Failure = cause.InEnglish(), Cause = cause });

        var listed = Assert.Single((await Catalog.ListOwned(_owner.AccountId, VideoStatus.Failed, new(10))).Value!.Items);
        var read = (await cluster.Video(id).Read())!;
        Assert.Equal((cause.InEnglish(), cause), (listed.Failure, listed.FailureCause));
        Assert.Equal((cause.InEnglish(), cause), (read.Failure, read.FailureCause));
    }

    /// <summary>A release that knows no codes changes the sentence alone, and writes reports without codes.</summary>
    [Fact]
    public async Task Failure_OfTheReleaseBefore_IsASentenceAlone()
    {
        var id = await cluster.Draft(_owner);
        await cluster.Video(id).BeginProcessing(new(1000, "abcd", "video/mp4"));
        await cluster.Video(id).CompleteProcessing(new ProbeReport { Failure = "The moon is full." });
        var read = (await cluster.Video(id).Read())!;
        Assert.Equal(("The moon is full.", null), (read.Failure, read.FailureCause));

        var row = new VideoRow
        {
            Id = id.ToString("D"), OwnerId = _owner.AccountId.ToString("D"), OwnerName = _owner.UserName, OwnerKey = "", Title = "Time", Description = "", Visibility = 1,
            Status = (long)VideoStatus.Failed, CreatedAt = 0, Revision = 4, FailureCode = (long)VideoFailureCode.UploadLost, Failure = "The moon is full.",
        };
        Assert.Equal(("The moon is full.", null), (row.ToDetails().Failure, row.ToDetails().FailureCause));
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(101, null)]
    [InlineData(10, "nonsense")]
    public async Task List_WithALimitOrCursorOfNobody_IsRefused(int limit, string? cursor) =>
        Assert.Equal(RefusalCode.QueryInvalid, (await Catalog.List(new(), new(limit, cursor))).Refusal?.Code);

    [Fact]
    public async Task Search_FindsWordsOfTitle_BestFirst_PageByPage_AndFollowsEdits()
    {
        var word = "w" + Guid.NewGuid().ToString("N")[..10];
        var weak = (await cluster.ReadyVideo(_owner, title: $"a long title in which {word} is one of many words of little weight")).Id;
        var strong = (await cluster.ReadyVideo(_owner, title: $"{word} {word}")).Id;
        var first = (await Catalog.List(new(word), new(1))).Value!;
        var second = (await Catalog.List(new(word), new(1, first.NextCursor))).Value!;
        Assert.Equal([strong, weak], first.Items.Concat(second.Items).Select(v => v.Id));

        await cluster.Video(weak).Edit(new("renamed", null, null), _owner);
        Assert.Equal([strong], (await Catalog.List(new(word[..6]), new())).Value!.Items.Select(v => v.Id));
        Assert.Empty((await Catalog.List(new("\" OR title:* NEAR("), new())).Value!.Items);
    }

    [Fact]
    public async Task Change_ThatHides_LeavesTheListAtOnce_AndShowingComesBack()
    {
        var (id, _) = await cluster.ReadyVideo(_owner);
        await cluster.Video(id).Edit(new(null, null, Visibility.Private), _owner);
        Assert.Empty((await Catalog.List(new(Owner: _owner.UserName), new())).Value!.Items);
        await cluster.Video(id).Edit(new(null, null, Visibility.Public), _owner);
        Assert.Single((await Catalog.List(new(Owner: _owner.UserName), new())).Value!.Items);
    }

    [Fact]
    public async Task Announcement_WithoutItsChange_HidesUntilTheReconcilerSettlesIt()
    {
        var (id, _) = await cluster.ReadyVideo(_owner);
        var revision = (await cluster.Video(id).Read())!.Revision;
        await cluster.Service<VideoRows>().Announce(id, revision + 1, hides: true);
        Assert.Empty((await Catalog.List(new(Owner: _owner.UserName), new())).Value!.Items);

        await cluster.Video(id).Settle(revision + 1);
        Assert.Equal(id, Assert.Single((await Catalog.List(new(Owner: _owner.UserName), new())).Value!.Items).Id);
        Assert.Equal(revision + 1, (await cluster.Video(id).Read())!.Revision);
    }

    [Fact]
    public async Task Reconciler_FindsWhatACrashLeft_ByItself()
    {
        var (id, _) = await cluster.ReadyVideo(_owner);
        var revision = (await cluster.Video(id).Read())!.Revision;
        var reconciler = cluster.Grains.GetGrain<ICatalogReconcilerGrain>(ICatalogReconcilerGrain.Key);
        await reconciler.Start();
        await cluster.Service<VideoRows>().Announce(id, revision + 3, hides: true);
        await cluster.Database.ExecuteAsync("update video_intents set announced_at = 0", new { });

        await Eventually.True("the intent is closed", TimeSpan.FromSeconds(30), async () =>
        {
            await cluster.Advance(TimeSpan.FromSeconds(5));
            return (await Catalog.List(new(Owner: _owner.UserName), new())).Value!.Items.Count == 1;
        });
        Assert.Equal(revision + 3, (await cluster.Video(id).Read())!.Revision);
    }

    [Fact]
    public async Task LateRow_NeverResurrectsAPurgedVideo()
    {
        var (id, _) = await cluster.ReadyVideo(_owner);
        var ready = new OrleansVideo.Grains.Videos.VideoState
        {
            Revision = 2, OwnerId = _owner.AccountId, Owner = _owner.UserName, Title = "late", Status = VideoStatus.Ready,
            Visibility = Visibility.Public, PublishedAt = cluster.Clock.GetUtcNow(),
        };
        await cluster.Shard(id).Delete(id, _owner, permanent: true);
        await cluster.WaitFor(id, VideoStatus.Purged);
        await cluster.Service<VideoRows>().Publish(id, ready);
        Assert.Empty((await Catalog.List(new(Owner: _owner.UserName), new())).Value!.Items);
    }

    private ICatalogGrain Catalog => cluster.Grains.GetGrain<ICatalogGrain>(0);
}
