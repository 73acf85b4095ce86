using System.Diagnostics;
using System.Security.Cryptography;
using OrleansVideo.Tests.Media;
using OrleansVideo.Tests.Site.Client;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Site;

/// <summary>Shows what the site does with a large file: times are printed, bytes and memory are asserted.</summary>
[Trait("Set", "Long")]
[Trait("Needs", "ffmpeg")]
public sealed class ShowTests(ITestOutputHelper output)
{
    private const long LargeFile = 100_000_000;
    private const long MemoryBound = 400_000_000;

    [Fact]
    public async Task Site_WithALargeFile_StaysWithinItsMemory()
    {
        await using var site = await SiteProcess.StartAsync(readyPath: "/");
        Show($"first page after process start: {site.StartTime.TotalSeconds:0.00} s");
        using var owner = await site.NewMember();
        var file = await SampleVideos.LargeMp4Async(LargeFile);
        var id = await owner.CreateDraft("Large");

        var upload = Stopwatch.StartNew();
        (await owner.Upload(id, file)).Expect(201);
        Show($"upload of {LargeFile / 1e6:0} MB: {upload.Elapsed.TotalSeconds:0.00} s");
        await owner.WaitForState(id, "ready");
        Show($"upload until ready: {upload.Elapsed.TotalSeconds:0.00} s");

        var play = Stopwatch.StartNew();
        Assert.Equal(await HashOf(File.OpenRead(file)), await HashOf(await Stream(owner, id)));
        Show($"played bit for bit: {play.Elapsed.TotalSeconds:0.00} s");
        var memory = site.Memory;
        Show($"memory: {memory.Resident / 1e6:0} MB now, {memory.Peak / 1e6:0} MB at most");

        (await owner.DeleteForGood(id)).Expect(202);
        Show($"permanent deletion, until the files were gone: {(await site.FilesGone(id, TimeSpan.FromSeconds(10))).TotalSeconds:0.00} s");
        Assert.InRange(memory.Peak, 1, MemoryBound);
    }

    [Fact]
    public async Task Site_KilledInADeletion_PurgesAfterItsRestart()
    {
        await using var site = await SiteProcess.StartAsync();
        using var owner = await site.NewMember();
        var id = await owner.Publish(await SampleVideos.LargeMp4Async(LargeFile));

        (await owner.DeleteForGood(id)).Expect(202);
        await site.KillHard();
        var clock = Stopwatch.StartNew();
        await site.Restart();
        await site.FilesGone(id, TimeSpan.FromSeconds(20));

        Show($"kill -9 in a deletion: files gone {clock.Elapsed.TotalSeconds:0.00} s after the new start (ready after {site.StartTime.TotalSeconds:0.00} s)");
    }

    private static async Task<Stream> Stream(SiteClient client, string id)
    {
        var response = await client.Open(HttpMethod.Get, $"/videos/{id}");
        Assert.Equal(200, (int)response.StatusCode);
        return await response.Content.ReadAsStreamAsync();
    }

    private static async Task<string> HashOf(Stream stream)
    {
        await using (stream)
            return Convert.ToHexString(await SHA256.HashDataAsync(stream));
    }

    private void Show(string line)
    {
        output.WriteLine(line);
        File.AppendAllText(Repository.Artifact("show.txt"), line + Environment.NewLine);
    }
}
