namespace OrleansVideo.Tests.Cluster;

/// <summary>Everything is restarted, one process after the other, as for an upgrade, while people use the site.</summary>
[Collection(ClusterCollection.Name)]
[Trait("Needs", "PostgreSQL, nginx, ffmpeg")]
[Trait("Set", "Long")]
public sealed class RollingRestartTests
{
    [Fact]
    public async Task RollingRestart_OfEverything_WhilePlayersPlay()
    {
        await using var lab = await ClusterLab.OpenAsync(nameof(RollingRestart_OfEverything_WhilePlayersPlay));
        foreach (var name in (string[])["silo-1", "silo-2", "web-1", "web-2", "postgres", "proxy"])
        {
            lab.Away(name);
            await lab.Do($"stop {name}", () => lab.Cluster.Stop(name));
            await lab.Return(name);
            await lab.Recovery.Wait(lab.Timeline.Now, $"{name} came back");
            await ClusterLab.Wait(TimeSpan.FromSeconds(2));
        }

        await lab.Settle();
    }
}
