using System.Globalization;
using System.Net;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Cluster.Revocation;

/// <summary>What fails in the moment in which a revocation was acknowledged.</summary>
public enum Failure
{
    /// <summary>Nothing.</summary>
    Nothing,

    /// <summary>SIGKILL to the silo on which the stream limiter is.</summary>
    LimiterSilo,

    /// <summary>SIGKILL to the other silo: a gateway of the frontends, with what grains are there.</summary>
    GatewaySilo,

    /// <summary>SIGKILL to PostgreSQL.</summary>
    Database,
}

/// <summary>
/// What somebody may not have any more stops to be sent, whatever dies in the moment in which that was acknowledged. A slow player and
/// a fast one take a film from each of two frontends; the right to it is taken back; what each frontend hands to the kernel after the
/// acknowledgement is counted.
/// </summary>
/// <remarks>The promise: within a second, and at most three seconds through any kill. Those who may still play go on.</remarks>
[Collection(ClusterCollection.Name)]
[Trait("Needs", "PostgreSQL, nginx, ffmpeg, ss")]
[Trait("Set", "Long")]
public abstract class RevocationTests(RevocationSite site)
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    /// <summary>What failed comes back after so long, and later by its own start.</summary>
    private static readonly TimeSpan Away = TimeSpan.FromSeconds(4);

    /// <summary>After what failed is back, those who may play receive bytes again, and those who may not are refused for the right reason.</summary>
    private static readonly TimeSpan Mended = TimeSpan.FromSeconds(15);

    /// <summary>Everything with everything; a trait picks one out: <c>--filter-trait Case=Trash-Database</c>.</summary>
    public static IEnumerable<TheoryDataRow<TakenBack, Failure>> Cases =>
        from what in Enum.GetValues<TakenBack>()
        from failure in Enum.GetValues<Failure>()
        select new TheoryDataRow<TakenBack, Failure>(what, failure).WithTrait("Case", $"{what}-{failure}");

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task WhatWasTakenBack_IsHandedToNobodyAnyMore(TakenBack what, Failure failure)
    {
        var film = await site.FilmFor(what);
        using var browser = await site.SignInOwnerAgain();
        await using var scene = new RevocationScene(site, what, film, browser);
        var gateways = await site.GatewayMessages();
        await scene.Begin();
        var limiter = site.Cluster.Limiter().Silo;
        var victim = failure switch
        {
            Failure.LimiterSilo => limiter,
            Failure.GatewaySilo => site.Cluster.Silos.First(silo => silo != limiter),
            Failure.Database => "postgres",
            _ => null,
        };
        var pid = victim is null ? (int?)null : await site.Cluster.Pid(victim);
        var after = await site.GatewayMessages();
        Note($"The limiter is on {limiter}; {string.Join(", ", after.Select(entry => $"{entry.Key.Frontend} to {entry.Key.Silo}: {entry.Value - gateways[entry.Key]} messages"))}");

        await scene.TakeBack();
        var acknowledged = KernelBytes.Now;
        if (pid is { } killed) Signals.Send(killed, Signals.Kill);
        Note(victim is null ? "Nothing fails" : $"kill -9 {victim} {(KernelBytes.Now - acknowledged).TotalMilliseconds:0.0} ms after the acknowledgement");

        var promised = failure == Failure.Nothing ? Second : 3 * Second;
        await Reached(acknowledged + promised);
        var asking = scene.AskAnew(); // Without the database an answer may take its five seconds.
        await Reached(acknowledged + Away);
        if (victim is not null) await site.Cluster.Start(victim);
        var atThePromise = await asking;
        Note($"All is there again {(KernelBytes.Now - acknowledged).TotalSeconds:0.0} s after the acknowledgement");

        var faults = new List<string>();
        if (!await scene.OthersGoOn(Mended)) faults.Add("somebody who may play does not go on");
        if (!await scene.RefusedForTheRightReason(Mended)) faults.Add("a new request is not refused for the right reason");
        if (!await scene.ForbiddenHaveEnded(Second)) faults.Add("a stream of somebody who may not play has not ended");
        await scene.Look();
        var afterwards = await scene.AskAnew();

        RevocationReport.Add([.. LocalCluster.Frontends.Select(frontend =>
            Row(scene, failure, frontend, acknowledged, $"{atThePromise[frontend]}, then {afterwards[frontend]}"))]);
        if (atThePromise.Values.Concat(afterwards.Values).Any(answer => answer.Status is HttpStatusCode.OK or HttpStatusCode.PartialContent))
            faults.Add("a new request was served");
        foreach (var player in scene.Forbidden)
        {
            var late = scene.Total(player) - scene.By(player, acknowledged + promised);
            if (late > 0) faults.Add($"{late:N0} bytes were handed over for {player.Name} by {player.Frontend} later than {promised.TotalSeconds} s after the acknowledgement");
            if (player.End == PlayEnd.Complete) faults.Add($"{player.Name} got the whole film from {player.Frontend}");
        }

        Assert.Empty(faults);
    }

    private RevocationRow Row(RevocationScene scene, Failure failure, string frontend, TimeSpan acknowledged, string newRequest)
    {
        var (bytes, forbidden) = (scene.Bytes, scene.Forbidden.Where(player => player.Frontend == frontend).ToArray());
        var (first, third) = (acknowledged + Second, acknowledged + 3 * Second);
        return new RevocationRow(
            scene.What, failure, site.Heartbeat, frontend,
            forbidden.Sum(player => scene.By(player, first) - bytes.AtLeastBy(player.Connection, acknowledged)),
            forbidden.Sum(player => scene.By(player, third) - scene.By(player, first)),
            forbidden.Sum(player => scene.Total(player) - scene.By(player, third)),
            Math.Max(0, forbidden.Max(player => (bytes.LastByteSeen(player.Connection) - acknowledged).TotalSeconds)),
            string.Join(", ", forbidden.Select(player => string.Create(CultureInfo.InvariantCulture,
                $"{player.Name} {player.End.ToString().ToLowerInvariant()}{(bytes.Gone(player.Connection) is { } gone ? $" {(gone - acknowledged).TotalSeconds:0.0}" : "")}"))),
            newRequest,
            scene.OthersOf(frontend));
    }

    private static async Task Reached(TimeSpan moment)
    {
        if (moment - KernelBytes.Now is { Ticks: > 0 } left) await ClusterLab.Wait(left);
    }

    private static void Note(string what) => TestContext.Current.TestOutputHelper?.WriteLine(what);

    /// <summary>With a heartbeat of a second.</summary>
    public sealed class EverySecond(OneSecondSite site) : RevocationTests(site), IClassFixture<OneSecondSite>;

    /// <summary>With a heartbeat of five seconds.</summary>
    public sealed class EveryFiveSeconds(FiveSecondSite site) : RevocationTests(site), IClassFixture<FiveSecondSite>;
}
