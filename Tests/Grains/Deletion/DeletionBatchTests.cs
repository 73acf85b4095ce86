using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using OrleansVideo.Accounts;
using OrleansVideo.Deletion;
using OrleansVideo.Grains.Deletion;
using OrleansVideo.Tests.Silo.Telemetry;

namespace OrleansVideo.Tests.Grains.Deletion;

/// <summary>A pass that stops in the middle, and two that run at once.</summary>
public sealed class DeletionBatchTests(GrainCluster cluster) : IClassFixture<GrainCluster>
{
    private static readonly (int From, int To) All = (0, DeletionShardKey.Slots);
    private static readonly string[] Alive = ["silo", "one", "two"];
    private readonly Caller _owner = GrainCluster.NewCaller();
    private DeletionQueue Queue => new(cluster.Database);
    private DateTimeOffset Later => cluster.Clock.GetUtcNow().AddYears(10);

    [Fact]
    public async Task Stop_InMidBatch_FinishesWhatWasBegun_AndGivesTheRestBackUncounted()
    {
        for (var i = 0; i < 40; i++) await Open();
        var claimed = await Queue.Claim(All, 40, "silo", Alive, Later);
        Assert.Equal(40, claimed.Count);

        var done = await Batch().Execute(claimed, () => true);

        Assert.Empty(done);
        var again = await Queue.Claim(All, 40, "silo", Alive, Later);
        Assert.Equal(40, again.Count);
        Assert.All(again, row => Assert.Equal(1, row.Attempts));
        Assert.Equal(40, (await Batch().Execute(again, () => false)).Count(outcome => outcome.IsDone));
        Assert.Empty(await Queue.Claim(All, 40, "silo", Alive, Later));
    }

    /// <summary>Orleans promises a single activation only in the long run: two of a shard share the rows, and none is done twice.</summary>
    [Fact]
    public async Task TwoPassesAtOnce_DoEachRowOnce()
    {
        for (var i = 0; i < 120; i++) await Open();
        var done = new List<DeletionOutcome>();
        async Task Pass(string silo)
        {
            while (await Queue.Claim(All, 10, silo, Alive, Later) is { Count: > 0 } rows)
            {
                var outcomes = await Batch().Execute(rows, () => false);
                lock (done) done.AddRange(outcomes);
            }
        }

        await Task.WhenAll(Pass("one"), Pass("two"));

        Assert.Equal(120, done.Select(outcome => outcome.Row.Id).Distinct().Count());
        Assert.Equal(120, done.Count);
        Assert.All(done, outcome => Assert.Equal((true, 1L), (outcome.IsDone, outcome.Row.Attempts)));
    }

    [Fact]
    public async Task Claim_ThatIsKept_LapsesLater()
    {
        await Open();
        var claimed = await Queue.Claim(All, 1, "one", Alive, Later);
        await Queue.Keep(claimed);
        Assert.Empty(await Queue.Claim(All, 1, "two", Alive, Later));
        await Queue.GiveBack(claimed);
        Assert.Single(await Queue.Claim(All, 1, "two", Alive, Later));
    }

    private DeletionBatch Batch() => new(Queue, NewRun(), TimeProvider.System);

    private DeletionRun NewRun()
    {
        using var measured = new Measured();
        return new DeletionRun(
            cluster.Grains, cluster.Service<DeletionPace>(), Options.Create(cluster.Deletion), new DeletionMetrics(measured.Meters),
            NullLogger<DeletionRun>.Instance);
    }

    /// <summary>The final deletion of a video that was never made: there is nothing to remove, and the cluster's own shards leave it alone.</summary>
    private async Task Open()
    {
        var id = Guid.CreateVersion7();
        var request = new DeletionRequest(id, _owner.AccountId, _owner.UserName, 1, _owner.UserName, Later, Later, IsFinal: true);
        await new DeletionLedgerCommands(cluster.Database).Open(request);
        Assert.Null(await cluster.Video(id).Read());
    }
}
