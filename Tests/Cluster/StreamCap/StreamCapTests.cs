using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Cluster.StreamCap;

/// <summary>
/// Fifty tokens and four times as many players on a real cluster, while the limiter's silo dies and a frontend stands still.
/// The observer adds up what all frontends believe: never more than fifty playbacks have a valid lease at once.
/// </summary>
[Collection(ClusterCollection.Name)]
[Trait("Needs", "PostgreSQL, nginx, ffmpeg")]
[Trait("Set", "Long")]
public sealed class StreamCapTests
{
    private static readonly TimeSpan Storm = TimeSpan.FromMinutes(2);

    /// <summary>Longer than two thirds of a lease life.</summary>
    private static readonly TimeSpan Frozen = TimeSpan.FromSeconds(25);

    [Fact]
    public async Task TwoHundredPlayers_WhileSilosDieAndAFrontendStandsStill_AreNeverMoreThanFifty()
    {
        var timeline = new Timeline(nameof(TwoHundredPlayers_WhileSilosDieAndAFrontendStandsStill_AreNeverMoreThanFifty));
        await using var house = await CapHouse.OpenAsync();
        using var stop = new CancellationTokenSource();
        var players = Enumerable.Range(0, 4 * CapHouse.Seats)
            .Select(i => new CapPlayer(house.Http, house.Frontends[LocalCluster.Frontends[i % 2]], house.Film, CapHouse.Length, i)).ToArray();
        var crowd = players.Select(player => player.Run(stop.Token)).ToArray();
        var began = timeline.Now;
        timeline.Note($"{players.Length} players begin");

        await ClusterLab.Wait(TimeSpan.FromSeconds(15));
        await house.Return(await house.KillLimiter(timeline), timeline);
        await ClusterLab.Wait(TimeSpan.FromSeconds(15));
        timeline.Note("SIGSTOP web-2");
        await house.Cluster.Freeze("web-2");
        await ClusterLab.Wait(Frozen);
        await house.Cluster.Thaw("web-2");
        timeline.Note("SIGCONT web-2");
        await ClusterLab.Wait(TimeSpan.FromSeconds(10));
        await house.Return(await house.KillLimiter(timeline), timeline);
        await ClusterLab.Wait(Storm - (timeline.Now - began));
        await stop.CancelAsync();
        await Task.WhenAll(crowd);
        timeline.Note("all players have gone; answers: " + string.Join(", ", players
            .SelectMany(player => player.Answers).GroupBy(answer => answer.Key).OrderBy(group => group.Key)
            .Select(group => $"{group.Sum(answer => answer.Value)} × {(group.Key == 0 ? "cut off" : group.Key)}")));

        var back = await Eventually.True("all fifty can be had at once", 2 * CapHouse.LeaseLife, async () => await house.FreshViewers() == CapHouse.Seats);
        timeline.Note($"all {CapHouse.Seats} tokens were had at once {back.TotalSeconds:0.0} s after the storm");
        new CapVerdict(house.Leases(), players, timeline).Check(TimeSpan.FromSeconds(30));
    }
}
