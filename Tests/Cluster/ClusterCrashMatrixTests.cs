using OrleansVideo.Tests.Site.Deletion.Crashes;

namespace OrleansVideo.Tests.Cluster;

/// <summary>The matrix of crashes on two silos over PostgreSQL: the other silo takes over, and the dead one comes back.</summary>
[Collection(ClusterCollection.Name)]
[Trait("Needs", "PostgreSQL, nginx, ffmpeg")]
[Trait("Set", "Long")]
public sealed class ClusterCrashMatrixTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Deletion_WithASiloKilledAtAnyBoundary_EndsExactlyOnce_AndCanBeUndoneBefore()
    {
        await using var site = await ClusterCrashSite.StartAsync();
        await new CrashMatrix(site, output).AtEveryBoundary();
    }
}
