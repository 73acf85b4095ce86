using OrleansVideo.Accounts;
using OrleansVideo.Grains.Deletion;

namespace OrleansVideo.Tests.Grains.Deletion;

public sealed class DeletionQueueTests(GrainCluster cluster) : IClassFixture<GrainCluster>
{
    private static readonly string[] Alive = ["silo"];
    private readonly Guid _video = Guid.CreateVersion7();
    private readonly Caller _owner = GrainCluster.NewCaller();
    private DeletionLedgerCommands Commands => new(cluster.Database);
    private DeletionQueue Queue => new(cluster.Database);

    /// <summary>Beyond the clock of the cluster, whose own shards so leave the row alone.</summary>
    private DateTimeOffset Now => cluster.Clock.GetUtcNow().AddYears(10);

    [Fact]
    public async Task Hidden_WhenTheDeadlineMovedMeanwhile_LetsThePurgeBeginAtOnce()
    {
        var slots = await Open(Now.AddDays(7));
        var hiding = Assert.Single(await Queue.Claim(slots, 10, "silo", Alive, Now));
        await Open(Now);

        await Queue.Record([DeletionOutcome.Done(hiding)], Now);

        Assert.Equal(DeletionStep.Purge, Assert.Single(await Queue.Claim(slots, 10, "silo", Alive, Now)).Step);
    }

    [Fact]
    public async Task Hidden_WhenTheDeletionWasUndoneMeanwhile_LeavesItOnItsWayBack()
    {
        var slots = await Open(Now.AddDays(7));
        var hiding = Assert.Single(await Queue.Claim(slots, 10, "silo", Alive, Now));
        await Commands.Cancel(hiding.Video, Now);

        await Queue.Record([DeletionOutcome.Done(hiding)], Now);

        Assert.Equal(DeletionStep.Unhide, Assert.Single(await Queue.Claim(slots, 10, "silo", Alive, Now)).Step);
    }

    /// <summary>Asks for the deletion of this test's video.</summary>
    /// <returns>The slots of the ledger in which its row is.</returns>
    private async Task<(int From, int To)> Open(DateTimeOffset dueAt)
    {
        var request = new DeletionRequest(_video, _owner.AccountId, _owner.UserName, 1, _owner.UserName, Now, dueAt, IsFinal: false);
        await Commands.Open(request);
        return (request.Slot, request.Slot + 1);
    }
}
