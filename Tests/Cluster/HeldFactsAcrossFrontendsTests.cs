using OrleansVideo.Tests.Media;
using OrleansVideo.Tests.Site.Client;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Cluster;

/// <summary>What one frontend changes, the other one forgets.</summary>
[Collection(ClusterCollection.Name)]
[Trait("Needs", "PostgreSQL, nginx, ffmpeg")]
[Trait("Set", "Long")]
public sealed class HeldFactsAcrossFrontendsTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Change_OnOneFrontend_IsWhatAPlaybackOnTheOtherGets()
    {
        await using var cluster = await LocalCluster.UpAsync(SiteSettings.Roomy.With("Streaming:Linger", "00:02:00"));
        using var owner = new SiteClient(await cluster.Frontend("web-1"));
        using var viewer = new SiteClient(await cluster.Frontend("web-2"));
        (await owner.Register(AccountCalls.FreshName("owner"))).Expect(201);
        var id = await owner.Publish(await SampleVideos.Mp4FastStartAsync());
        var other = await cluster.Pid("web-2");
        await Eventually.True("web-2 holds the film", Soon, async () =>
        {
            (await viewer.PlayRange(id, "0-99")).Expect(206);
            return OpenFiles.Of(other, id).Length == 1;
        });

        (await owner.Edit(id, new { visibility = "private" })).Expect(200);
        output.WriteLine("private after {0}", await Eventually.True("the player is told", Soon, async () => (await viewer.PlayRange(id, "0-99")).Status == 404));

        (await owner.Edit(id, new { visibility = "unlisted" })).Expect(200);
        await Eventually.True("web-2 holds the film", Soon, async () => (await viewer.PlayRange(id, "0-99")).Status == 206 && OpenFiles.Of(other, id).Length == 1);
        (await owner.DeleteForGood(id)).Expect(202);
        output.WriteLine("closed after {0}", await Eventually.True("web-2 has no handle of it", Soon, () => OpenFiles.Of(other, id).Length == 0));
        await Eventually.True("the player is told", Soon, async () => (await viewer.PlayRange(id, "0-99")).Status == 410);
    }
}
