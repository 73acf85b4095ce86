using OrleansVideo.Tests.Site.Client;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Cluster;

/// <summary>The database goes away under load.</summary>
[Collection(ClusterCollection.Name)]
[Trait("Needs", "PostgreSQL, nginx, ffmpeg")]
[Trait("Set", "Long")]
public sealed class DatabaseDeathTests
{
    /// <summary>Some 4 MB that both ends' sockets hold, at the pace of the player.</summary>
    private static readonly TimeSpan BufferedPlay = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task KilledDatabase_CostsTheTimeItIsAway_AndNoAcknowledgedWrite()
    {
        await using var lab = await ClusterLab.OpenAsync(nameof(KilledDatabase_CostsTheTimeItIsAway_AndNoAcknowledgedWrite));
        await lab.Do("kill -9 postgres", () => lab.Cluster.Kill("postgres"));
        await ClusterLab.Wait(TimeSpan.FromSeconds(10));
        var at = await lab.Do("start postgres", () => lab.Cluster.Start("postgres"));
        Assert.InRange(await lab.Recovery.Wait(at, "postgres was started"), TimeSpan.Zero, TimeSpan.FromSeconds(15));
        Assert.True(await lab.Cluster.IsRunning("silo-1") && await lab.Cluster.IsRunning("silo-2"));
        await lab.Settle();
    }

    /// <summary>
    /// Without a database no frontend can confirm that a viewer may still have a video: bytes stand still, and after a stall's time
    /// the answers end, though their leases would live on. They can be had again once the database is back. What sockets hold still flows.
    /// </summary>
    [Fact]
    public async Task DatabaseAwayForLongerThanALease_EndsPlaybacks_WhichGoOnAfterwards()
    {
        var life = TimeSpan.FromSeconds(33);
        await using var lab = await ClusterLab.OpenAsync(
            nameof(DatabaseAwayForLongerThanALease_EndsPlaybacks_WhichGoOnAfterwards), SiteSettings.Roomy.With("Streaming:LeaseLife", $"{life}"));
        foreach (var frontend in LocalCluster.Frontends) lab.Away(frontend); // Its plays are to end.
        var at = await lab.Do("stop postgres", () => lab.Cluster.Stop("postgres"));
        await Eventually.True("both plays end", life * 2, () =>
            LocalCluster.Frontends.All(frontend => lab.Load.Promises.CutPlays.Any(cut => cut.Frontend == frontend)));
        foreach (var (frontend, _, when) in lab.Load.Promises.CutPlays.DistinctBy(cut => cut.Frontend))
        {
            lab.Timeline.Note($"The play from {frontend} ended {(when - at).TotalSeconds:0.0} s after the database");
            Assert.InRange(when - at, TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(35) + BufferedPlay);
        }

        at = await lab.Do("start postgres", () => lab.Cluster.Start("postgres"));
        await lab.Recovery.Wait(at, "postgres was started");
        using var viewer = new SiteClient(lab.Cluster.Address);
        await Eventually.True("the film plays again", TimeSpan.FromSeconds(15), async () => (await viewer.PlayRange(lab.Load.Film, "0-99")).Status == 206);
        foreach (var frontend in LocalCluster.Frontends) lab.Back(frontend);
        await lab.Settle();
    }
}
