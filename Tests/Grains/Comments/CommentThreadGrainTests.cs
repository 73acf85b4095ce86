using OrleansVideo.Accounts;
using OrleansVideo.Catalog;
using OrleansVideo.Comments;
using OrleansVideo.Grains.Database;
using OrleansVideo.Videos;

namespace OrleansVideo.Tests.Grains.Comments;

public sealed class CommentThreadGrainTests(GrainCluster cluster) : IClassFixture<GrainCluster>
{
    private readonly Caller _owner = GrainCluster.NewCaller();

    /// <summary>The video's row says what another activation has done, while the video's grain of this silo still believes it ready.</summary>
    [Theory]
    [InlineData(VideoStatus.Purging)]
    [InlineData(VideoStatus.Purged)]
    public async Task Comment_OnAVideoThatIsPurgedElsewhere_IsRefused(VideoStatus elsewhere)
    {
        var (id, _) = await cluster.ReadyVideo(_owner);
        var thread = cluster.Grains.GetGrain<ICommentThreadGrain>(id);
        Assert.Equal("first", (await thread.Post("first", _owner)).Value?.Content);
        await cluster.Database.ExecuteAsync(
            "update videos set status = @status where id = @id", new { id = id.ToString("D"), status = (int)elsewhere });
        await thread.Close();

        Assert.Equal(RefusalCode.Gone, (await thread.Post("late", _owner)).Refusal?.Code);

        Assert.Equal(0, (await thread.GetState()).Count);
        Assert.Empty((await thread.List(new PageRequest(10, null), _owner)).Value!.Items);
    }
}
