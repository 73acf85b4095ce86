using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Cluster;

/// <summary>A silo is alive and nobody can reach it: its network link is cut, and it reaches neither the others nor the database.</summary>
[Collection(ClusterCollection.Name)]
[Trait("Needs", "PostgreSQL, nginx, ffmpeg, network namespaces")]
[Trait("Set", "Long")]
public sealed class NetworkCutTests
{
    [Fact]
    public async Task CutOffSilo_IsExpelled_AndDoesNoHarmWhenItsLinkIsMended()
    {
        await using var lab = await ClusterLab.OpenAsync(nameof(CutOffSilo_IsExpelled_AndDoesNoHarmWhenItsLinkIsMended), isolate: "silo-2");
        lab.Away("silo-2");
        var at = await lab.Do("cut silo-2", () => lab.Cluster.Cut("silo-2"));
        Assert.InRange(await lab.Recovery.Wait(at, "silo-2 was cut off"), TimeSpan.Zero, TimeSpan.FromSeconds(20));
        await ClusterLab.Wait(TimeSpan.FromSeconds(30) - (lab.Timeline.Now - at));
        at = await lab.Do("mend silo-2", () => lab.Cluster.Mend("silo-2"));
        await Eventually.True("the expelled silo ends", TimeSpan.FromSeconds(60), async () => !await lab.Cluster.IsRunning("silo-2"));
        lab.Timeline.Note($"silo-2 ended itself {(lab.Timeline.Now - at).TotalSeconds:0.0} s after its link was mended");
        await lab.Return("silo-2");
        await lab.Recovery.Wait(lab.Timeline.Now, "silo-2 came back");
        await lab.Settle();
    }
}
