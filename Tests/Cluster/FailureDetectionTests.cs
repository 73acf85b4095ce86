using System.Diagnostics;
using Dapper;
using Npgsql;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Cluster;

/// <summary>How soon a silo is given up, by the cluster's own table; and that one which is only slow is not.</summary>
[Collection(ClusterCollection.Name)]
[Trait("Needs", "PostgreSQL, nginx, ffmpeg")]
[Trait("Set", "Long")]
public sealed class FailureDetectionTests
{
    /// <summary>Orleans' number for a silo that the others have given up, or that has left.</summary>
    private const int Dead = 6;

    private static readonly TimeSpan Slowest = OrleansVideo.Silo.Clustering.FailureDetection.Slowest;
    private static readonly TimeSpan Overload = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task KilledAndHungSilos_AreGivenUpInTime_AndBusyOnesAreNot()
    {
        await using var lab = await ClusterLab.OpenAsync(nameof(KilledAndHungSilos_AreGivenUpInTime_AndBusyOnesAreNot));

        lab.Away("silo-1");
        var at = await lab.Do("kill -9 silo-1", () => lab.Cluster.Kill("silo-1"));
        Assert.InRange(await GivenUp(lab, 1, at, "a killed silo"), TimeSpan.Zero, TimeSpan.FromSeconds(5));
        await lab.Return("silo-1");
        await lab.Recovery.Wait(lab.Timeline.Now, "silo-1 came back");

        lab.Away("silo-2");
        at = await lab.Do("SIGSTOP silo-2", () => lab.Cluster.Freeze("silo-2"));
        Assert.InRange(await GivenUp(lab, 2, at, "a hung silo"), TimeSpan.Zero, Slowest);
        await lab.Do("kill -9 silo-2", () => lab.Cluster.Kill("silo-2"));
        await lab.Return("silo-2");
        await lab.Recovery.Wait(lab.Timeline.Now, "silo-2 came back");

        lab.Timeline.Note($"{Environment.ProcessorCount * 2} processes that only compute, for {Overload.TotalSeconds} s");
        await Task.WhenAll(Enumerable.Range(0, Environment.ProcessorCount * 2).Select(_ => Compute()));
        var dead = await DeadSilos(lab);
        lab.Timeline.Note($"{dead - 2} silos were given up without need under full load");
        Assert.Equal(2, dead);
        await lab.Settle();
    }

    private static async Task<TimeSpan> GivenUp(ClusterLab lab, int deaths, TimeSpan since, string which)
    {
        await Eventually.True($"{which} is given up", TimeSpan.FromSeconds(60), async () => await DeadSilos(lab) == deaths);
        var took = lab.Timeline.Now - since;
        lab.Timeline.Note($"{which} was given up after {took.TotalSeconds:0.0} s");
        return took;
    }

    private static async Task<long> DeadSilos(ClusterLab lab)
    {
        await using var database = new NpgsqlConnection(await lab.Cluster.ConnectionString());
        return await database.ExecuteScalarAsync<long>($"select count(*) from OrleansMembershipTable where Status = {Dead}");
    }

    private static async Task Compute()
    {
        using var process = Process.Start("timeout", [$"{Overload.TotalSeconds}", "sh", "-c", "while :; do :; done"]);
        await process.WaitForExitAsync();
    }
}
