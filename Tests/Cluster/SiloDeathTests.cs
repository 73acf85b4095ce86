namespace OrleansVideo.Tests.Cluster;

/// <summary>Silos die under load, in all ways that they can.</summary>
[Collection(ClusterCollection.Name)]
[Trait("Needs", "PostgreSQL, nginx, ffmpeg")]
[Trait("Set", "Long")]
public sealed class SiloDeathTests
{
    private static readonly TimeSpan BackWithin = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Frozen = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task KilledSilo_IsMissedForSeconds_AndNothingAcknowledgedIsLost()
    {
        await using var lab = await ClusterLab.OpenAsync(nameof(KilledSilo_IsMissedForSeconds_AndNothingAcknowledgedIsLost));
        foreach (var silo in lab.Cluster.Silos)
        {
            Assert.InRange(await lab.KillAndWait(silo), TimeSpan.Zero, BackWithin);
            await lab.Return(silo);
            await lab.Recovery.Wait(lab.Timeline.Now, $"{silo} came back");
            await ClusterLab.Wait(TimeSpan.FromSeconds(2));
        }

        await lab.Settle();
    }

    /// <summary>
    /// The silo stands still (SIGSTOP) for half a minute: the others expel it. Once it goes on it finds that out and ends itself, as one
    /// that might do harm; its supervisor starts it again.
    /// </summary>
    [Fact]
    public async Task FrozenSilo_IsExpelled_AndEndsItselfWhenItWakes()
    {
        await using var lab = await ClusterLab.OpenAsync(nameof(FrozenSilo_IsExpelled_AndEndsItselfWhenItWakes));
        lab.Away("silo-1");
        var at = await lab.Do("SIGSTOP silo-1", () => lab.Cluster.Freeze("silo-1"));
        Assert.InRange(await lab.Recovery.Wait(at, "silo-1 froze"), TimeSpan.Zero, TimeSpan.FromSeconds(15));
        await ClusterLab.Wait(Frozen - (lab.Timeline.Now - at));
        at = await lab.Do("SIGCONT silo-1", () => lab.Cluster.Thaw("silo-1"));
        await Site.Hosting.Eventually.True("the expelled silo ends", TimeSpan.FromSeconds(60), async () => !await lab.Cluster.IsRunning("silo-1"));
        lab.Timeline.Note($"silo-1 ended itself {(lab.Timeline.Now - at).TotalSeconds:0.0} s after it woke");
        await lab.Return("silo-1");
        await lab.Recovery.Wait(lab.Timeline.Now, "silo-1 came back");
        await lab.Settle();
    }

    [Fact]
    public async Task BothSilosKilled_TheSiteSaysSo_AndIsBackSoonAfterThem()
    {
        await using var lab = await ClusterLab.OpenAsync(nameof(BothSilosKilled_TheSiteSaysSo_AndIsBackSoonAfterThem));
        foreach (var silo in lab.Cluster.Silos)
        {
            lab.Away(silo);
            await lab.Do($"kill -9 {silo}", () => lab.Cluster.Kill(silo));
        }

        await ClusterLab.Wait(TimeSpan.FromSeconds(10));
        var at = await lab.Do("start both silos", () => Task.WhenAll(lab.Cluster.Silos.Select(lab.Cluster.Start)));
        foreach (var silo in lab.Cluster.Silos) lab.Back(silo);
        Assert.InRange(await lab.Recovery.Wait(at, "both silos were started"), TimeSpan.Zero, TimeSpan.FromSeconds(40));
        await lab.Settle();
    }

    /// <summary>Only one of two killed silos comes back, as after the loss of a machine: the other's row in the database is no hindrance for long.</summary>
    [Fact]
    public async Task BothSilosKilled_OneComesBackAlone()
    {
        await using var lab = await ClusterLab.OpenAsync(nameof(BothSilosKilled_OneComesBackAlone));
        foreach (var silo in lab.Cluster.Silos)
        {
            lab.Away(silo);
            await lab.Do($"kill -9 {silo}", () => lab.Cluster.Kill(silo));
        }

        var at = await lab.Do("start silo-2", () => lab.Cluster.Start("silo-2"));
        Assert.InRange(await lab.Recovery.Wait(at, "silo-2 was started"), TimeSpan.Zero, TimeSpan.FromSeconds(60));
        await lab.Settle();
    }
}
