using System.Diagnostics;
using OrleansVideo.Tests.Media;
using OrleansVideo.Tests.Site.Client;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Site.Operations;

/// <summary>SIGTERM: what is under way may end, for a while; then it is cut, and leaves nothing half done.</summary>
[Trait("Needs", "ffmpeg")]
public sealed class StopTests
{
    private const int Length = 64 << 20;

    /// <summary>What the stop takes besides waiting: the rest of the host, on a busy machine.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task PausedPlayer_HoldsUpTheStopForTheDrainTimeAlone()
    {
        await using var site = await SiteProcess.StartAsync(SiteSettings.Roomy.With("Network:DrainTime", "00:00:03"));
        using var owner = await site.NewMember();
        var id = await owner.CreateDraft();
        (await owner.Upload(id, await PaddedFilm.OfLength(Length))).Expect(201);
        await owner.WaitForState(id, "ready");
        using var player = await RawHttp.Connect(site);
        await player.Send($"GET /videos/{id} HTTP/1.1\r\nHost: 127.0.0.1:{site.Port}\r\n\r\n");
        Assert.Equal(200, RawHttp.StatusOf(await player.ReadHead()));

        var clock = Stopwatch.StartNew();
        Assert.Equal(0, await site.Stop());

        Assert.InRange(clock.Elapsed, TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(3) + Rest);
        Assert.Contains("1 requests were cut off", site.Log.Text, StringComparison.Ordinal);
        site.Log.AssertNoErrors();
    }

    [Fact]
    public async Task IdleSite_StopsAtOnce()
    {
        await using var site = await SiteProcess.StartAsync();
        using var guest = site.NewGuest();
        (await guest.Get("/")).Expect(200); // Its connection stays open.

        var clock = Stopwatch.StartNew();
        Assert.Equal(0, await site.Stop());

        Assert.InRange(clock.Elapsed, TimeSpan.Zero, Rest);
        site.Log.AssertNoErrors();
    }

    [Fact]
    public async Task UploadUnderWay_IsAcknowledged_AndEndsItsConnection()
    {
        await using var site = await SiteProcess.StartAsync();
        using var owner = await site.NewMember();
        var id = await owner.CreateDraft();
        var bytes = await File.ReadAllBytesAsync(await SampleVideos.Mp4FastStartAsync());
        using var upload = await RawUpload.Half(site, owner, id, bytes);

        var stop = site.Stop();
        await Eventually.True("no connection is taken any more", Rest, async () => await owner.TryGetStatus("/health/live") is null);
        var head = await upload.FinishAndReadHead();

        Assert.Equal(201, RawHttp.StatusOf(head));
        Assert.Contains("\r\nConnection: close\r\n", head, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(0, await stop);
        site.Log.AssertNoErrors();
        await site.Restart();
        await owner.WaitForState(id, "ready");
        Assert.Equal(bytes, (await owner.Play(id)).Expect(200).Body);
    }

    [Fact]
    public async Task UploadThatIsTooSlow_IsCut_AndCanBeSentAnewAtOnce()
    {
        await using var site = await SiteProcess.StartAsync(SiteSettings.Roomy.With("Network:DrainTime", "00:00:01"));
        using var owner = await site.NewMember();
        var id = await owner.CreateDraft();
        var film = await SampleVideos.Mp4FastStartAsync();
        using var upload = await RawUpload.Half(site, owner, id, await File.ReadAllBytesAsync(film));

        Assert.Equal(0, await site.Stop());

        Assert.Empty(site.FilesOf(id));
        Assert.DoesNotContain("could not be given back", site.Log.Text, StringComparison.Ordinal);
        site.Log.AssertNoErrors();
        await site.Restart();
        Assert.Equal("draft", (await owner.Details(id)).Expect(200).Json.Text("state"));
        await owner.QuotaBecomes(0, TimeSpan.FromSeconds(1)); // The lease was given back, not lost.
        (await owner.Upload(id, film)).Expect(201);
    }
}
