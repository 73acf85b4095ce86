using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Cluster.StreamCap;

/// <summary>
/// A silo that has the limiter and a frontend are cut off together: they still see each other, nobody else does, and players
/// come to both sides. The other side takes over; what both believe never adds up to more than the tokens.
/// </summary>
[Collection(ClusterCollection.Name)]
[Trait("Needs", "PostgreSQL, nginx, ffmpeg, network namespaces")]
[Trait("Set", "Long")]
public sealed class StreamPartitionTests
{
    [Fact]
    public async Task LimiterAndAFrontend_CutOffTogether_NeverRaiseTheSumAboveFifty()
    {
        var timeline = new Timeline(nameof(LimiterAndAFrontend_CutOffTogether_NeverRaiseTheSumAboveFifty));
        await using var house = await CapHouse.OpenAsync("silo-2+web-2");
        await MoveLimiterTo("silo-2", house, timeline);
        using var stop = new CancellationTokenSource();
        var players = Enumerable.Range(0, 3 * CapHouse.Seats)
            .Select(i => new CapPlayer(house.Http, house.Frontends[LocalCluster.Frontends[i % 2]], house.Film, CapHouse.Length, i)).ToArray();
        var first = players.Take(CapHouse.Seats).Select(player => player.Run(stop.Token)).ToArray();
        await ClusterLab.Wait(TimeSpan.FromSeconds(3)); // Half of the house on either side, before the crowd comes.
        var crowd = first.Concat(players.Skip(CapHouse.Seats).Select(player => player.Run(stop.Token)).ToArray()).ToArray();
        timeline.Note($"{players.Length} players begin; the limiter of epoch {house.Cluster.Limiter().Epoch} is on {house.Cluster.Limiter().Silo}");
        await ClusterLab.Wait(TimeSpan.FromSeconds(15));

        var (_, epoch) = house.Cluster.Limiter();
        var cut = timeline.Now;
        await house.Cluster.Cut("silo-2");
        timeline.Note("silo-2 and web-2 are cut off");
        await Eventually.True("silo-1 takes over", TimeSpan.FromSeconds(40), () => house.Cluster.Limiter() is var now && now.Silo == "silo-1" && now.Epoch > epoch);
        timeline.Note($"silo-1 has the limiter of epoch {house.Cluster.Limiter().Epoch} {(timeline.Now - cut).TotalSeconds:0.0} s after the cut");
        await Eventually.True("it grants", 3 * CapHouse.LeaseLife, () => house.Cluster.LimiterGrants(house.Cluster.Limiter().Epoch));
        timeline.Note($"it grants {(timeline.Now - cut).TotalSeconds:0.0} s after the cut");
        await ClusterLab.Wait(TimeSpan.FromSeconds(15));
        await house.Cluster.Mend("silo-2");
        timeline.Note("silo-2 and web-2 are back in the network");
        await Eventually.True("the expelled silo ends", TimeSpan.FromSeconds(60), async () => !await house.Cluster.IsRunning("silo-2"));
        await house.Cluster.Start("silo-2");
        timeline.Note("silo-2 was started again");
        await ClusterLab.Wait(TimeSpan.FromSeconds(10));
        await stop.CancelAsync();
        await Task.WhenAll(crowd);

        var back = await Eventually.True("all fifty can be had at once", 2 * CapHouse.LeaseLife, async () => await house.FreshViewers() == CapHouse.Seats);
        timeline.Note($"all {CapHouse.Seats} tokens were had at once, by way of both frontends, {back.TotalSeconds:0.0} s after the players had gone");
        var cutAt = CapHouse.MachineTime(cut, timeline);
        var behind = house.Leases()[1].Valid.Where(span => span.From < cutAt && span.To > cutAt).ToArray();
        Assert.True(behind.Length >= CapHouse.Seats / 4, $"Only {behind.Length} leases were behind the cut.");
        timeline.Note($"{behind.Length} leases were behind the cut; the last was valid until {(behind.Max(span => span.To) - cutAt) / 1000:0.0} s after it");
        Assert.All(behind, span => Assert.InRange(span.To - cutAt, 0, (2 * CapHouse.LeaseLife).TotalMilliseconds));
        new CapVerdict(house.Leases(), players, timeline).Check(TimeSpan.FromSeconds(20));
    }

    /// <summary>The other silo dies and comes back: the limiter is then where it is wanted.</summary>
    private static async Task MoveLimiterTo(string silo, CapHouse house, Timeline timeline)
    {
        if (house.Cluster.Limiter().Silo == silo) return;
        var other = house.Cluster.Limiter().Silo;
        await house.Cluster.Kill(other);
        await Eventually.True($"{silo} has the limiter", TimeSpan.FromSeconds(30), () => house.Cluster.Limiter().Silo == silo);
        await Eventually.True("it grants", 3 * CapHouse.LeaseLife, () => house.Cluster.LimiterGrants(house.Cluster.Limiter().Epoch));
        await house.Cluster.Start(other);
        timeline.Note($"the limiter was moved to {silo}");
    }
}
