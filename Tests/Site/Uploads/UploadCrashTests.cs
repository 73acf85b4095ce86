using OrleansVideo.Tests.Media;
using OrleansVideo.Tests.Site.Client;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Site.Uploads;

/// <summary>Kill -9 around an upload: what was acknowledged plays, what was not leaves no trace for long.</summary>
[Trait("Needs", "ffmpeg")]
public sealed class UploadCrashTests
{
    private static readonly TimeSpan AfterRestart = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Kill_InTheMiddleOfABody_LeavesADraftThatCanBeFilledAgain()
    {
        await using var site = await SiteProcess.StartAsync(SiteSettings.Roomy.With("Uploads:LeaseLife", "00:00:03"));
        using var owner = await site.NewMember();
        var film = await SampleVideos.Mp4FastStartAsync();
        var bytes = await File.ReadAllBytesAsync(film);
        var id = await owner.CreateDraft();
        using var upload = await RawUpload.Half(site, owner, id, bytes);

        await site.KillHard();
        await site.Restart();

        Assert.Equal("draft", (await owner.Details(id)).Expect(200).Json.Text("state"));
        await owner.UploadOnceFree(id, bytes, AfterRestart);
        await owner.WaitForState(id, "ready");
        Assert.Equal(bytes, (await owner.Play(id)).Expect(200).Body);
        Assert.DoesNotContain(site.FilesOf(id), path => path.Contains("part", StringComparison.Ordinal));
        Assert.Equal(bytes.Length, await owner.QuotaUsed());
    }

    [Fact]
    public async Task Kill_RightAfterAnUploadWasAcknowledged_StillMakesItReady()
    {
        await using var site = await SiteProcess.StartAsync();
        using var owner = await site.NewMember();
        var film = await SampleVideos.Mp4FastStartAsync();
        var id = await owner.CreateDraft();

        (await owner.Upload(id, film)).Expect(201);
        await site.KillHard();
        await site.Restart();

        await owner.WaitForState(id, "ready", TimeSpan.FromSeconds(120));
        Assert.Equal(await File.ReadAllBytesAsync(film), (await owner.Play(id)).Expect(200).Body);
        Assert.DoesNotContain(site.FilesOf(id), path => path.Contains("part", StringComparison.Ordinal));
        (await owner.Upload(id, film)).Expect(409, "already-uploaded");
    }

    [Fact, Trait("Set", "Long")]
    public async Task Kill_WithSeveralUploadsInFlight_LeavesNoPartFileForLong()
    {
        await using var site = await SiteProcess.StartAsync(SiteSettings.Roomy
            .With("Uploads:LeaseLife", "00:00:03").With("Uploads:Expiry", "00:00:05"));
        using var owner = await site.NewMember();
        var film = await SampleVideos.Mp4FastStartAsync();
        var bytes = await File.ReadAllBytesAsync(film);
        var finished = await owner.Publish(film);
        var flights = new List<(string Id, RawUpload Upload)>();
        for (var i = 0; i < 4; i++)
        {
            var id = await owner.CreateDraft($"Flight {i}");
            flights.Add((id, await RawUpload.Half(site, owner, id, bytes)));
        }

        await site.KillHard();
        foreach (var (_, upload) in flights) upload.Dispose();
        await site.Restart();

        foreach (var (id, _) in flights)
            await site.FilesGone(id, AfterRestart);
        Assert.Equal(bytes, (await owner.Play(finished)).Expect(200).Body);
        // An expired draft is purged when its shard's reminder comes round, within a minute.
        await owner.QuotaBecomes(bytes.Length, 2 * AfterRestart);
    }
}
