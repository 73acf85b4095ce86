using OrleansVideo.Tests.Media;
using OrleansVideo.Tests.Site.Client;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Site.Deletion;

/// <summary>A disk hangs under one video: its deletion waits, everything else goes on, and health tells.</summary>
[Trait("Needs", "ffmpeg, mount, fsfreeze")]
public sealed class HungDiskTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task HungDisk_UnderOneRow_DelaysNoOther_AndTheRowIsDoneWhenItIsBack()
    {
        await using var site = await SiteProcess.StartAsync(SiteSettings.Roomy
            .With("Deletion:Shards", "1").With("Deletion:StepsAtOnce", "1").With("Deletion:LateAfter", "00:00:02"));
        using var owner = await site.NewMember();
        using var admin = await site.Admin();
        var film = await SampleVideos.Mp4FastStartAsync();
        string stuck = await owner.Publish(film), free = await owner.Publish(film), kept = await owner.Publish(film);
        using var disk = new FrozenVolume(Path.GetDirectoryName(site.FilesOf(stuck).Single(file => file.EndsWith(".video", StringComparison.Ordinal)))!);
        disk.Freeze();

        (await owner.DeleteForGood(stuck)).Expect(202);
        await Eventually.True("health says that a deletion is late", Patience, async () =>
            (await admin.Get("/health/ready")).Expect(200).Json is var health && health.Text("status") == "Degraded"
            && health.GetProperty("checks").GetProperty("deletion").Text("reason")!.Contains("has been waiting", StringComparison.Ordinal));
        (await owner.DeleteForGood(free)).Expect(202);
        await owner.WaitForState(free, "purged", Soon);
        (await owner.Trash(kept)).Expect(202);
        (await owner.Restore(kept)).Expect(200);
        await Eventually.True("the ledger says what hangs", Patience, async () =>
            (await admin.DeletionsOf(stuck)).Single().Text("lastError") is { } error && error.Contains("has not answered", StringComparison.Ordinal));
        Assert.Equal("purging", (await owner.Details(stuck)).Json.Text("state"));

        disk.Thaw();
        await owner.WaitForState(stuck, "purged", Patience);
        Assert.Empty(site.FilesOf(stuck));
        await Eventually.True("health is well again", Patience, async () => (await admin.Get("/health/ready")).Json.Text("status") == "Healthy");
    }
}
