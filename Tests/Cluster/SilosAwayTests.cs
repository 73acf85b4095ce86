using System.Globalization;
using OrleansVideo.Tests.Media;
using OrleansVideo.Tests.Site.Client;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Cluster;

/// <summary>All silos are away when a deletion becomes due: it is done as soon as they are back, and shows how late it was.</summary>
[Collection(ClusterCollection.Name)]
[Trait("Needs", "PostgreSQL, nginx, ffmpeg")]
[Trait("Set", "Long")]
public sealed class SilosAwayTests(ITestOutputHelper output)
{
    private static readonly TimeSpan AfterReadiness = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    [Fact]
    public async Task Deadline_ThatPassesWhileAllSilosAreDown_IsKeptWithinTenSecondsOfReadiness()
    {
        await using var cluster = await LocalCluster.UpAsync(SiteSettings.Roomy.With("Deletion:UndoWindow", "00:00:10").With("Deletion:LateAfter", "00:00:02"));
        using var owner = new SiteClient(cluster.Address);
        (await owner.Register(AccountCalls.FreshName("owner"))).Expect(201);
        var id = await owner.Publish(await SampleVideos.Mp4FastStartAsync());
        var deadline = (await owner.Trash(id)).Expect(202).Json.Time("deleteAfter")!.Value;
        foreach (var silo in cluster.Silos) await cluster.Kill(silo);
        await Eventually.True("the deadline passes", Patience, () => TimeProvider.System.GetUtcNow() > deadline.AddSeconds(5));
        Assert.NotEmpty(cluster.FilesOf(id));

        using var first = new SiteClient(await cluster.AddressOf(cluster.Silos[0], "health"));
        using var second = new SiteClient(await cluster.AddressOf(cluster.Silos[1], "health"));
        var late = 0d;
        var watching = Eventually.True("the gauge of the silo that is up first shows how late it is", Patience, async () =>
            (late = (await Task.WhenAll(Lateness(first), Lateness(second))).Append(late).Max()) >= 5);
        await Task.WhenAll(cluster.Silos.Select(cluster.Start));
        await Eventually.True("the site is ready", Patience, async () => await owner.TryGetStatus("/health/ready") == 200);
        var took = await Eventually.True("it is purged", AfterReadiness, async () => await IsPurged(owner, id));
        await watching;

        Assert.Empty(cluster.FilesOf(id));
        output.WriteLine($"purged {took.TotalSeconds:0.0} s after readiness; the gauge showed {late:0.0} s");
    }

    private static async Task<bool> IsPurged(SiteClient owner, string id) =>
        await owner.Details(id) is { Status: 200 } reply && reply.Json.Text("state") == "purged";

    /// <summary>The gauge of a silo; 0 while it does not answer.</summary>
    private static async Task<double> Lateness(SiteClient silo)
    {
        try
        {
            return (await silo.Get("/metrics")).Text.Split('\n')
                .Where(line => line.StartsWith("orleansvideo_deletion_lateness_seconds", StringComparison.Ordinal))
                .Select(line => double.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture)).SingleOrDefault();
        }
        catch (HttpRequestException)
        {
            return 0; // Not there yet.
        }
    }
}
