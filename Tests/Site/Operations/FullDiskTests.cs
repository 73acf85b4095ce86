using OrleansVideo.Tests.Media;
using OrleansVideo.Tests.Site.Client;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Site.Operations;

/// <summary>A real disk that fills up, by uploads and by others: what is there can be watched and deleted, and people can sign in.</summary>
[Trait("Needs", "ffmpeg")]
[Trait("Needs", "mount")]
public sealed class FullDiskTests
{
    private const int Mib = 1 << 20;
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    /// <summary>Nothing is kept free: the disk itself says that it is full.</summary>
    [Fact]
    public async Task Upload_OnAFullDisk_IsRefusedAndTheSiteLivesOn()
    {
        using var volume = new SmallVolume(megabytes: 24);
        await using var site = await SiteProcess.StartAsync(SiteSettings.Roomy.With("Storage:Reserve", "0"), volume.Path);
        using var owner = await site.NewMember();
        var film = await SampleVideos.Mp4FastStartAsync();
        var kept = await owner.Publish(film);
        var id = await owner.CreateDraft();

        (await owner.Upload(id, await PaddedFilm.OfLength(40 * Mib))).Expect(507, "storage-full");
        await site.FilesGone(id, TimeSpan.FromSeconds(10));
        using (var upload = await RawUpload.Half(site, owner, id, await PaddedFilm.OfLength(12 * Mib)))
        {
            volume.Fill(leave: 0);
            Assert.Equal(507, await upload.Finish());
            volume.Clear();
        }

        await site.FilesGone(id, TimeSpan.FromSeconds(10));
        Assert.Equal("draft", (await owner.Details(id)).Expect(200).Json.Text("state"));
        Assert.Equal(await File.ReadAllBytesAsync(film), (await owner.Play(kept)).Expect(200).Body);
        (await owner.Upload(id, film)).Expect(201);
        await owner.WaitForState(id, "ready");
        (await owner.DeleteForGood(kept)).Expect(202);
        await owner.WaitForState(kept, "purged", TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Upload_IntoTheReserve_IsRefused_AtItsBeginning_AndWhenOthersFillTheDiskMeanwhile()
    {
        using var volume = new SmallVolume(megabytes: 64);
        await using var site = await SiteProcess.StartAsync(
            SiteSettings.Roomy.With("Storage:Reserve", $"{16 * Mib}").With("Storage:Ballast", "0").With("Uploads:ReservationStep", $"{4 * Mib}"), volume.Path);
        using var owner = await site.NewMember();
        var film = await SampleVideos.Mp4FastStartAsync();
        var kept = await owner.Publish(film);
        var used = await owner.QuotaUsed();
        var id = await owner.CreateDraft();

        var refused = (await owner.Upload(id, await PaddedFilm.OfLength(50 * Mib))).Expect(507, "storage-full");
        Assert.Equal(60, refused.RetryAfter);
        Assert.Contains("no room for this file", refused.Json.Text("detail"), StringComparison.Ordinal);
        await owner.QuotaBecomes(used, Soon);

        // What one has announced is not there for another, though hardly a byte of it has come.
        using (var first = await RawUpload.Begin(site, owner, id, await PaddedFilm.OfLength(24 * Mib)))
        {
            await first.SendMore(Mib);
            await Eventually.True("it is written", Soon, () => site.FilesOf(id).Length > 0);
            var second = await owner.CreateDraft();
            (await owner.Upload(second, await PaddedFilm.OfLength(28 * Mib))).Expect(507, "storage-full");

            volume.Fill(leave: 14 * Mib);
            Assert.Equal(507, await first.Finish());
        }

        await site.FilesGone(id, Soon);
        await owner.QuotaBecomes(used, Soon);
        Assert.Contains("Uploads are refused: the disk has", site.Log.Text, StringComparison.Ordinal);
        await Eventually.True("readiness says so", Soon, async () => (await owner.Get("/health/ready")).Expect(200).Json // A report is up to two seconds old.
            .GetProperty("checks").GetProperty("media").Text("reason")!.EndsWith("MiB left: uploads are refused, as 16 MiB are kept free", StringComparison.Ordinal));
        (await owner.DeleteForGood(kept)).Expect(202);
        await owner.WaitForState(kept, "purged", Soon);
        volume.Clear();

        // Of unknown length: it grows into the reserve.
        var endless = new NoLength(await PaddedFilm.OfLength(60 * Mib));
        (await owner.Upload(id, endless)).Expect(507, "storage-full");
        await site.FilesGone(id, Soon);
        (await owner.Upload(id, film)).Expect(201);
        await owner.WaitForState(id, "ready");
    }

    /// <summary>Something else fills the disk to its last byte.</summary>
    [Fact]
    public async Task Ballast_IsGivenUp_SoThatPeopleSignInAndDelete_AndIsMadeAgain()
    {
        using var volume = new SmallVolume(megabytes: 96);
        await using var site = await SiteProcess.StartAsync(FullDisk, volume.Path);
        using var owner = await site.NewMember("full-disk");
        var name = await owner.UserName();
        var kept = await owner.Publish(await SampleVideos.Mp4FastStartAsync());
        var ballast = Path.Combine(volume.Path, "ballast");
        await Eventually.True("there is a ballast", Soon, () => File.Exists(ballast));

        volume.Fill(leave: 0);
        await Eventually.True("the ballast is given up", Soon, () => !File.Exists(ballast));
        using var again = site.NewGuest();
        (await again.SignIn(name)).Expect(200);
        (await again.DeleteForGood(kept)).Expect(202);
        await again.WaitForState(kept, "purged", Soon);
        (await again.Get("/health/ready")).Expect(200);
        Assert.Single(site.Log.Text.Split('\n'), line => line.Contains("the ballast of 16 MiB is given up", StringComparison.Ordinal));
        await site.Stop();
        await site.Restart(); // It starts on what the ballast has left.

        volume.Clear();
        await Eventually.True("there is a ballast again", Soon, () => File.Exists(ballast));
    }

    /// <summary>The ballast is gone as well, to the last byte: what can be read is served, by the site that runs and by one that starts.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task FullDisk_WithoutBallast_IsServedFrom_AndStartedOn(bool isKilled)
    {
        using var volume = new SmallVolume(megabytes: 96);
        await using var site = await SiteProcess.StartAsync(FullDisk, volume.Path);
        using var owner = await site.NewMember("full-disk");
        var film = await SampleVideos.Mp4FastStartAsync();
        var kept = await owner.Publish(film);
        using var guest = site.NewGuest();
        (await guest.Play(kept)).Expect(200);
        volume.Fill(leave: 0);
        await Eventually.True("the ballast is given up", Soon, () => !File.Exists(Path.Combine(volume.Path, "ballast")));
        volume.Fill(leave: 0);

        Assert.Equal(await File.ReadAllBytesAsync(film), (await guest.Play(kept)).Expect(200).Body);
        (await guest.Get($"/watch/{kept}")).Expect(200);
        (await owner.Me()).Expect(200);

        if (isKilled) await site.KillHard();
        else Assert.Equal(0, await site.Stop());
        volume.Fill(leave: 0);
        await site.Restart();

        (await guest.Get("/")).Expect(200);
        (await guest.Get($"/watch/{kept}")).Expect(200);
        (await owner.Me()).Expect(200);
        Assert.Equal("Degraded", (await guest.Get("/health/ready")).Expect(200).Json.Text("status"));
        Assert.Single(site.Log.Text.Split('\n'), line => line.Contains("there is no ballast left to give up", StringComparison.Ordinal));

        volume.Clear();
        await Eventually.True("deletions are written again", TimeSpan.FromSeconds(60), async () => (await owner.DeleteForGood(kept)).Status == 202);
        await owner.WaitForState(kept, "purged", Soon);
    }

    private static SiteSettings FullDisk => SiteSettings.Roomy.With("Storage:Reserve", $"{8 * Mib}").With("Storage:Ballast", $"{16 * Mib}");

    /// <summary>Bytes whose number is not told before their end.</summary>
    private sealed class NoLength(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}
