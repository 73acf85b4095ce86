using System.Net;
using OrleansVideo.Deletion;
using OrleansVideo.Grains.Deletion;

namespace OrleansVideo.Tests.Grains.Deletion;

public sealed class SpreadPlacementTests
{
    private static readonly SiloAddress[] Silos =
        [.. Enumerable.Range(1, 3).Select(port => SiloAddress.New(new IPEndPoint(IPAddress.Loopback, port), 1))];

    [Fact]
    public void Shards_AreDealtOutEvenly()
    {
        var counts = Enumerable.Range(0, 8).GroupBy(i => SpreadPlacement.Choose(DeletionShardKey.Of(i), Silos)).Select(group => group.Count());
        Assert.Equal([2, 3, 3], counts.Order());
    }

    [Fact]
    public void Choice_DependsOnNoOrder() =>
        Assert.Equal(SpreadPlacement.Choose("shard-4", Silos), SpreadPlacement.Choose("shard-4", Silos.Reverse()));
}
