using OrleansVideo.Deletion;
using OrleansVideo.Grains.Deletion;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Grains.Deletion;

/// <summary>Shards are spread over the silos, and a silo that joins gets its own.</summary>
public sealed class ShardSpreadTests(TwoSilos cluster) : IClassFixture<TwoSilos>
{
    private const int Shards = 2; // As the cluster is configured.

    [Fact]
    public async Task Shards_AreDealtOut_AndMoveWhenASiloJoins()
    {
        await NudgeAll();
        await Eventually.True("each silo has one shard", TimeSpan.FromSeconds(30), async () => (await Homes()).Distinct().Count() == Shards);

        await cluster.Cluster.StartSilosAsync(2, TestContext.Current.CancellationToken);
        await Eventually.True("each shard is where the four silos together put it", TimeSpan.FromSeconds(60), async () =>
        {
            await NudgeAll(); // As every silo does when it starts.
            var silos = cluster.Cluster.Silos.Select(silo => silo.SiloAddress).ToArray();
            var wanted = Enumerable.Range(0, Shards).Select(i => SpreadPlacement.Choose(DeletionShardKey.Of(i), silos).ToParsableString());
            return silos.Length == 4 && (await Homes()).SequenceEqual(wanted);
        });
    }

    [Fact]
    public void Shards_AreAsManyAsConfigured_AndAVideoHasOneOfThem()
    {
        var shards = cluster.Service<DeletionShards>();
        Assert.Equal(["shard-0", "shard-1"], shards.ListAll().Select(shard => shard.GetPrimaryKeyString()));
        for (var i = 0; i < 100; i++)
        {
            var id = Guid.CreateVersion7();
            Assert.Equal(cluster.Shard(id).GetPrimaryKeyString(), shards.ForVideo(id).GetPrimaryKeyString());
        }
    }

    private Task NudgeAll() => Task.WhenAll(Enumerable.Range(0, Shards).Select(i => Shard(i).Nudge()));

    /// <summary>Where each shard is, as Orleans' own directory has it.</summary>
    private async Task<string?[]> Homes()
    {
        var management = cluster.Grains.GetGrain<IManagementGrain>(0);
        var homes = new List<string?>();
        for (var i = 0; i < Shards; i++)
            homes.Add((await management.GetActivationAddress((IAddressable)Shard(i)))?.ToParsableString());
        return [.. homes];
    }

    private IDeletionShardGrain Shard(int index) => cluster.Grains.GetGrain<IDeletionShardGrain>(DeletionShardKey.Of(index));
}
