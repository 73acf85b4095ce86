namespace OrleansVideo.Tests.Cluster;

/// <summary>Any one process is killed, in turn, every ten seconds, for three minutes, under load; each is started again at once, as a supervisor does.</summary>
[Collection(ClusterCollection.Name)]
[Trait("Needs", "PostgreSQL, nginx, ffmpeg")]
[Trait("Set", "Long")]
public sealed class KillEverythingTests
{
    private const int Kills = 18;
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task AnyProcess_KilledEveryTenSeconds_ForThreeMinutes_CostsNothingThatWasAcknowledged()
    {
        await using var lab = await ClusterLab.OpenAsync(nameof(AnyProcess_KilledEveryTenSeconds_ForThreeMinutes_CostsNothingThatWasAcknowledged));
        string[] names = ["silo-1", "web-1", "postgres", "silo-2", "web-2", "proxy"];
        using var turn = new PeriodicTimer(Every);
        for (var kill = 0; kill < Kills; kill++)
        {
            var name = names[kill % names.Length];
            lab.Away(name);
            await lab.Do($"kill -9 {name}", () => lab.Cluster.Kill(name));
            await lab.Return(name);
            await turn.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }

        await lab.Recovery.Wait(lab.Timeline.Now, "the last kill");
        await lab.Settle();
    }
}
