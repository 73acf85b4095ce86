using OrleansVideo.Tests.Media;
using OrleansVideo.Tests.Site.Client;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Site.Deletion;

[Trait("Needs", "ffmpeg")]
public sealed class UndoWindowTests
{
    [Fact]
    public async Task Window_WhenItEnds_PurgesByItselfAndNotBefore()
    {
        await using var site = await SiteProcess.StartAsync(SiteSettings.Roomy.With("Deletion:UndoWindow", "00:00:04"));
        using var owner = await site.NewMember();
        var film = await SampleVideos.Mp4FastStartAsync();
        var lost = await owner.Publish(film);
        var kept = await owner.Publish(film);

        var deadline = (await owner.Trash(lost)).Expect(202).Json.Time("deleteAfter")!.Value;
        (await owner.Trash(kept)).Expect(202);
        (await owner.Restore(kept)).Expect(200);
        while (TimeProvider.System.GetUtcNow() < deadline - TimeSpan.FromMilliseconds(500))
            await Eventually.Always("the files wait for the deadline", TimeSpan.FromMilliseconds(200),
                () => Task.FromResult(site.FilesOf(lost).Length > 0));

        await owner.WaitForState(lost, "purged", TimeSpan.FromSeconds(20));
        Assert.Empty(site.FilesOf(lost));
        Assert.NotEmpty(site.FilesOf(kept));
        (await owner.Play(kept)).Expect(200);
        (await owner.Restore(lost)).Expect(409);
    }
}
