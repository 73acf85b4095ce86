using OrleansVideo.Grains.Catalog;
using OrleansVideo.Grains.Videos;
using OrleansVideo.Videos;

namespace OrleansVideo.Tests.Grains.Videos;

/// <summary>How many unfinished drafts an account has is exact, however many it asks for at once.</summary>
public sealed class DraftLimitTests(DraftLimitTests.Limited cluster) : IClassFixture<DraftLimitTests.Limited>
{
    private const int Limit = 5;

    [Fact]
    public async Task DraftsMadeAtOnce_AreNeverTooMany()
    {
        var owner = GrainCluster.NewCaller();

        var made = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => Create(Guid.CreateVersion7(), owner)));

        Assert.Equal(Limit, made.Count(draft => draft.Refusal is null));
        Assert.All(made.Where(draft => draft.Refusal is not null), draft => Assert.Equal(RefusalCode.DraftsExhausted, draft.Refusal!.Code));
        Assert.Null((await Create(Guid.CreateVersion7(), GrainCluster.NewCaller())).Refusal);
    }

    [Fact]
    public async Task DraftThatIsDeleted_MakesRoom_AndOneRefusedLeavesNothing()
    {
        var owner = GrainCluster.NewCaller();
        var drafts = new List<Guid>();
        for (var i = 0; i < Limit; i++) drafts.Add(await cluster.Draft(owner));
        var refused = Guid.CreateVersion7();
        Assert.Equal(RefusalCode.DraftsExhausted, (await Create(refused, owner)).Refusal?.Code);
        Assert.Null(await cluster.Video(refused).Read());
        Assert.Null(await cluster.Service<VideoRows>().AnnouncedRevision(refused));

        Assert.Null((await cluster.Shard(drafts[0]).Delete(drafts[0], owner, permanent: true)).Refusal);

        Assert.Null((await Create(refused, owner)).Refusal);
    }

    /// <summary>A crash between the row and the state leaves a row that nobody's grain knows; the reconciler removes it.</summary>
    [Fact]
    public async Task DraftThatWasNeverStored_MakesRoomWhenItsIntentIsSettled()
    {
        var owner = GrainCluster.NewCaller();
        for (var i = 1; i < Limit; i++) await cluster.Draft(owner);
        var lost = Guid.CreateVersion7();
        var state = new VideoState { OwnerId = owner.AccountId, Owner = owner.UserName, Title = "Lost", Status = VideoStatus.Draft, Visibility = Visibility.Public, Revision = 1 };
        Assert.True(await cluster.Service<VideoRows>().AnnounceDraft(lost, state, Limit));
        Assert.Equal(RefusalCode.DraftsExhausted, (await Create(Guid.CreateVersion7(), owner)).Refusal?.Code);

        await cluster.Video(lost).Settle(1);

        Assert.Null((await Create(Guid.CreateVersion7(), owner)).Refusal);
    }

    private Task<Result<VideoDetails>> Create(Guid id, OrleansVideo.Accounts.Caller owner) =>
        cluster.Video(id).Create(new NewVideo("A title", "", Visibility.Public), owner);

    public sealed class Limited : GrainCluster
    {
        protected override IReadOnlyDictionary<string, string?> Settings =>
            new Dictionary<string, string?> { ["OrleansVideo:Uploads:MaxDraftsPerUser"] = $"{Limit}" };
    }
}
