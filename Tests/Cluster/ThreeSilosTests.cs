using OrleansVideo.Tests.Cluster.StreamCap;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Cluster;

/// <summary>
/// Three silos: two may be gone at once. With two silos there is only ever one place to which grains can move, and nobody left to agree
/// with about who is dead; here the survivors have to agree, and what has moved moves again.
/// </summary>
[Collection(ClusterCollection.Name)]
[Trait("Needs", "PostgreSQL, nginx, ffmpeg")]
[Trait("Set", "Long")]
public sealed class ThreeSilosTests
{
    private const int Silos = 3;
    private static readonly TimeSpan BackWithin = TimeSpan.FromSeconds(10);

    /// <summary>The survivor finds out about one after the other.</summary>
    private static readonly TimeSpan BackFromTwoWithin = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task ThreeSilos_KilledInTurnAndTwoAtOnce_LoseNothingAcknowledged()
    {
        await using var lab = await ClusterLab.OpenAsync(nameof(ThreeSilos_KilledInTurnAndTwoAtOnce_LoseNothingAcknowledged), silos: Silos);
        foreach (var silo in lab.Cluster.Silos)
        {
            Assert.InRange(await lab.KillAndWait(silo), TimeSpan.Zero, BackWithin);
            await lab.Return(silo);
            await lab.Recovery.Wait(lab.Timeline.Now, $"{silo} came back");
        }

        var limiter = lab.Cluster.Limiter().Silo;
        string[] both = [limiter, lab.Cluster.Silos.First(silo => silo != limiter)];
        foreach (var silo in both) lab.Away(silo);
        var at = await lab.Do($"kill -9 {both[0]}, which has the limiter, and {both[1]}", () => Task.WhenAll(both.Select(lab.Cluster.Kill)));
        Assert.InRange(await lab.Recovery.Wait(at, "two of three silos were killed"), TimeSpan.Zero, BackFromTwoWithin);
        foreach (var silo in both) await lab.Return(silo);
        await lab.Recovery.Wait(lab.Timeline.Now, "both came back");
        await lab.Settle();
    }

    /// <summary>The limiter's silo dies, and before it is back the silo to which the limiter moved dies too.</summary>
    [Fact]
    public async Task TwoHundredPlayers_WhileTheLimiterLosesTwoSilosInARow_AreNeverMoreThanFifty()
    {
        var timeline = new Timeline(nameof(TwoHundredPlayers_WhileTheLimiterLosesTwoSilosInARow_AreNeverMoreThanFifty));
        await using var house = await CapHouse.OpenAsync(silos: Silos);
        using var stop = new CancellationTokenSource();
        var players = Enumerable.Range(0, 4 * CapHouse.Seats)
            .Select(i => new CapPlayer(house.Http, house.Frontends[LocalCluster.Frontends[i % 2]], house.Film, CapHouse.Length, i)).ToArray();
        var crowd = players.Select(player => player.Run(stop.Token)).ToArray();
        timeline.Note($"{players.Length} players begin");

        await ClusterLab.Wait(TimeSpan.FromSeconds(15));
        var first = await house.KillLimiter(timeline);
        await ClusterLab.Wait(TimeSpan.FromSeconds(3));
        var second = await house.KillLimiter(timeline);
        Assert.NotEqual(first, second);
        await ClusterLab.Wait(TimeSpan.FromSeconds(15));
        await house.Return(first, timeline);
        await house.Return(second, timeline);
        await house.Return(await house.KillLimiter(timeline), timeline);
        await ClusterLab.Wait(TimeSpan.FromSeconds(10));
        await stop.CancelAsync();
        await Task.WhenAll(crowd);
        timeline.Note("all players have gone");

        var back = await Eventually.True("all fifty can be had at once", 2 * CapHouse.LeaseLife, async () => await house.FreshViewers() == CapHouse.Seats);
        timeline.Note($"all {CapHouse.Seats} tokens were had at once {back.TotalSeconds:0.0} s after the players had gone");
        new CapVerdict(house.Leases(), players, timeline).Check(TimeSpan.FromSeconds(20));
    }
}
