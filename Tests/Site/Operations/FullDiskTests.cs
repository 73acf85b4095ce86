using OrleansVideo.Tests.Media;
using OrleansVideo.Tests.Site.Client;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Site.Operations;

[Trait("Needs", "ffmpeg")]
[Trait("Needs", "mount")]
public sealed class FullDiskTests
{
    [Fact]
    public async Task Upload_OnAFullDisk_IsRefusedAndTheSiteLivesOn()
    {
        using var volume = new SmallVolume(megabytes: 24);
        await using var site = await SiteProcess.StartAsync(SiteSettings.Roomy, volume.Path);
        using var owner = await site.NewMember();
        var film = await SampleVideos.Mp4FastStartAsync();
        var kept = await owner.Publish(film);
        var id = await owner.CreateDraft();

        (await owner.Upload(id, await PaddedFilm.OfLength(40 << 20))).Expect(507, "storage-full");

        await site.FilesGone(id, TimeSpan.FromSeconds(10));
        Assert.Equal("draft", (await owner.Details(id)).Expect(200).Json.Text("state"));
        Assert.Equal(await File.ReadAllBytesAsync(film), (await owner.Play(kept)).Expect(200).Body);
        (await owner.Upload(id, film)).Expect(201);
        await owner.WaitForState(id, "ready");
        (await owner.DeleteForGood(kept)).Expect(202);
        await owner.WaitForState(kept, "purged", TimeSpan.FromSeconds(10));
    }
}
