using OrleansVideo.Tests.Media;
using OrleansVideo.Tests.Site.Client;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Cluster;

/// <summary>A frontend dies with somebody's bytes in its hands.</summary>
[Collection(ClusterCollection.Name)]
[Trait("Needs", "PostgreSQL, nginx, ffmpeg")]
[Trait("Set", "Long")]
public sealed class FrontendDeathTests
{
    [Fact]
    public async Task KilledFrontend_InTheMiddleOfAnUpload_LeavesADraft_WhichTheOtherTakes()
    {
        await using var lab = await ClusterLab.OpenAsync(nameof(KilledFrontend_InTheMiddleOfAnUpload_LeavesADraft_WhichTheOtherTakes));
        var film = await PaddedFilm.OfLength(3_000_000);
        var id = await lab.Load.Owner.Client.CreateDraft("Interrupted");
        using var upload = await RawUpload.Begin(await lab.Cluster.Frontend("web-1"), lab.Load.Owner.Client, id, film);
        await upload.SendMore(film.Length / 2);
        await Eventually.True("web-1 writes a part file", TimeSpan.FromSeconds(20), () => lab.Cluster.FilesOf(id).Length > 0);
        await lab.KillAndWait("web-1");

        Assert.Equal("draft", (await lab.Load.Owner.Client.Details(id)).Expect(200).Json.Text("state"));
        var sent = await lab.Load.Owner.Client.UploadOnceFree(id, film, TimeSpan.FromSeconds(40));
        lab.Timeline.Note($"web-2 took the upload: {sent.Text}");
        await lab.Load.Owner.Client.WaitForState(id, "ready");
        Assert.Equal(film, (await lab.Load.Owner.Client.Play(id)).Expect(200).Body);
        await lab.Return("web-1");
        await lab.Settle();
    }

    /// <summary>The site has one stream token. The frontend that serves its playback stops: the other one goes on under it, and nobody else gets it.</summary>
    [Fact]
    public async Task StoppedFrontend_HandsItsPlaybackOver_ToNobodyButTheOtherFrontend()
    {
        var fan = ("User-Agent", "fan/1.0");
        await using var cluster = await LocalCluster.UpAsync(SiteSettings.Roomy
            .With("Streaming:MaxStreams", "1").With("Streaming:Linger", "00:00:15").With("Network:DrainTime", "00:00:02"));
        using var owner = new SiteClient(cluster.Address);
        (await owner.Register(AccountCalls.FreshName("owner"))).Expect(201);
        var id = await owner.Publish(await SampleVideos.Mp4FastStartAsync());
        using var first = new SiteClient(await cluster.Frontend("web-1"));
        using var second = new SiteClient(await cluster.Frontend("web-2"));
        (await first.Play(id, ("Range", "bytes=0-99"), fan)).Expect(206);
        (await second.Play(id, ("Range", "bytes=0-99"))).Expect(429, "streams-exhausted");

        await cluster.Stop("web-1");

        (await second.Play(id, ("Range", "bytes=0-99"))).Expect(429, "streams-exhausted");
        (await second.Play(id, ("Range", "bytes=100-199"), fan)).Expect(206);
        (await second.Play(id, ("Range", "bytes=0-99"))).Expect(429, "streams-exhausted");
    }
}
