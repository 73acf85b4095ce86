using OrleansVideo.Tests.Media;
using OrleansVideo.Tests.Site.Client;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Site.Uploads;

/// <summary>W25: bodies have limits, and a refused one is not read to its end.</summary>
[Trait("Needs", "ffmpeg")]
public sealed class UploadLimitTests(LimitedSite limited) : IClassFixture<LimitedSite>
{
    private readonly SiteProcess _site = limited.Site;

    [Fact]
    public async Task Body_AnnouncedTooLarge_IsRefusedBeforeItIsSent()
    {
        using var owner = await _site.NewMember();
        var id = await owner.CreateDraft();
        using var http = await RawHttp.Connect(_site);

        await http.Send($"POST /upload/{id} HTTP/1.1\r\nHost: 127.0.0.1:{_site.Port}\r\nCookie: {owner.CookieHeader}\r\n" +
            "Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 5000000000\r\n\r\n" +
            "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.mp4\"\r\n\r\n");
        // The answer comes without the rest of the body, for which the connection waits some seconds and not for ever.
        Assert.Equal(413, RawHttp.StatusOf(await http.ReadHead()));
        var end = await Record.ExceptionAsync(http.ReadToEnd);
        Assert.True(end is null or IOException, $"{end}");
        await AssertUsable(owner, id);
    }

    [Fact]
    public async Task Body_OfUnknownLength_IsRefusedWhenItGrowsTooLarge()
    {
        using var owner = await _site.NewMember();
        var id = await owner.CreateDraft();
        var film = await File.ReadAllBytesAsync(await SampleVideos.Mp4FastStartAsync());
        using var http = await RawHttp.Connect(_site);
        await http.Send($"POST /upload/{id} HTTP/1.1\r\nHost: 127.0.0.1:{_site.Port}\r\nCookie: {owner.CookieHeader}\r\n" +
            "Content-Type: multipart/form-data; boundary=x\r\nTransfer-Encoding: chunked\r\n\r\n");
        await SendChunk(http, "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.mp4\"\r\n\r\n"u8.ToArray());
        await SendChunk(http, film);
        await SendChunk(http, new byte[LimitedSite.MaxBytes + 1]);

        Assert.Equal(413, RawHttp.StatusOf(await http.ReadHead()));
        await AssertUsable(owner, id);
    }

    [Fact]
    public async Task File_OverTheLimitByAByte_IsTooLarge()
    {
        using var owner = await _site.NewMember();
        var id = await owner.CreateDraft();
        var bytes = await PaddedFilm.OfLength(LimitedSite.MaxBytes + 1);

        using var upload = await RawUpload.Begin(_site, owner, id, bytes);

        Assert.Equal(413, await upload.TryFinish() ?? 413);
        await AssertUsable(owner, id);
    }

    [Fact]
    public async Task Quota_WhenUsedUp_RefusesUntilSomethingIsDeletedForGood()
    {
        using var owner = await _site.NewMember();
        var large = await PaddedFilm.OfLength(LimitedSite.MaxBytes - 100_000);
        var first = await owner.CreateDraft();
        (await owner.Upload(first, large)).Expect(201);
        var second = await owner.CreateDraft();

        (await owner.Upload(second, large)).Expect(413, "quota-exceeded");
        await owner.WaitForState(first, "ready");
        (await owner.DeleteForGood(first)).Expect(202);
        await owner.QuotaBecomes(0, TimeSpan.FromSeconds(10));

        (await owner.Upload(second, large)).Expect(201);
    }

    [Fact]
    public async Task Uploads_BeyondTheNumberAllowedAtOnce_Wait()
    {
        using var owner = await _site.NewMember();
        string one = await owner.CreateDraft(), two = await owner.CreateDraft();
        var film = await SampleVideos.Mp4FastStartAsync();
        var bytes = await File.ReadAllBytesAsync(film);
        using var first = await RawUpload.Half(_site, owner, one, bytes);

        var refused = (await owner.Upload(two, film)).Expect(429, "uploads-exhausted");

        Assert.True(refused.RetryAfter > 0);
        Assert.Equal(201, await first.Finish());
        (await owner.Upload(two, film)).Expect(201);
    }

    [Fact]
    public async Task Json_OfHugeSize_IsRefused()
    {
        using var owner = await _site.NewMember();
        using var http = await RawHttp.Connect(_site);

        await http.Send($"POST /api/v1/videos HTTP/1.1\r\nHost: 127.0.0.1:{_site.Port}\r\nCookie: {owner.CookieHeader}\r\n" +
            "Content-Type: application/json\r\nContent-Length: 8000000\r\n\r\n{\"title\":\"");

        Assert.Contains(RawHttp.StatusOf(await http.ReadHead()), new[] { 400, 413 });
    }

    private async Task AssertUsable(SiteClient owner, string id)
    {
        await _site.FilesGone(id, TimeSpan.FromSeconds(10));
        Assert.Equal("draft", (await owner.Details(id)).Expect(200).Json.Text("state"));
        (await owner.Upload(id, await SampleVideos.Mp4FastStartAsync())).Expect(201);
    }

    private static async Task SendChunk(RawHttp http, byte[] bytes)
    {
        try
        {
            await http.Send($"{bytes.Length:x}\r\n");
            await http.Send(bytes);
            await http.Send("\r\n");
        }
        catch (IOException)
        {
            // The site may close its side as soon as it has refused; the answer is there to be read all the same.
        }
    }
}
