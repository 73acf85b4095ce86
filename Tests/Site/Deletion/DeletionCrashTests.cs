using System.Globalization;
using OrleansVideo.Tests.Media;
using OrleansVideo.Tests.Site.Client;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Site.Deletion;

/// <summary>W12, W17: what was acknowledged survives kill -9, at whatever point it comes.</summary>
[Trait("Needs", "ffmpeg")]
public sealed class DeletionCrashTests
{
    private static readonly TimeSpan AfterRestart = TimeSpan.FromSeconds(20);

    /// <summary>What is overdue when the site becomes ready is done within this.</summary>
    private static readonly TimeSpan AfterReadiness = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Kill_RightAfterADeletionWasAnswered_LosesNothing()
    {
        await using var site = await SiteProcess.StartAsync();
        using var owner = await site.NewMember();
        var film = await SampleVideos.Mp4FastStartAsync();
        var name = await owner.UserName();
        string purged = await owner.Publish(film), trashed = await owner.Publish(film), untouched = await owner.Publish(film);
        (await owner.Comment(untouched, "I stay")).Expect(201);
        var deadline = (await owner.Trash(trashed)).Expect(202).Json.Time("deleteAfter");

        (await owner.DeleteForGood(purged)).Expect(202);
        await site.KillHard();
        await site.Restart();

        await site.FilesGone(purged, AfterRestart);
        await owner.WaitForState(purged, "purged", AfterRestart);
        var kept = (await owner.Details(trashed)).Expect(200).Json;
        Assert.Equal("trashed", kept.Text("state"));
        Assert.Equal(deadline, kept.Time("deleteAfter"));
        (await owner.Restore(trashed)).Expect(200);
        var bytes = await File.ReadAllBytesAsync(film);
        Assert.Equal(bytes, (await owner.Play(trashed)).Expect(200).Body);
        Assert.Equal(bytes, (await owner.Play(untouched)).Expect(200).Body);
        Assert.Single((await owner.Comments(untouched)).Expect(200).Json.Ids());
        using var again = site.NewGuest();
        (await again.SignIn(name)).Expect(200);
        await owner.QuotaBecomes(2 * bytes.Length, AfterRestart);
    }

    [Fact, Trait("Set", "Long")]
    public async Task Kill_WhileManyVideosArePurged_LeavesNoneHalfDone()
    {
        await using var site = await SiteProcess.StartAsync();
        using var owner = await site.NewMember();
        var film = await SampleVideos.Mp4FastStartAsync();
        var ids = new List<string>();
        for (var i = 0; i < 12; i++)
            ids.Add(await owner.Publish(film, $"Film {i}"));

        foreach (var reply in await Task.WhenAll(ids.Select(owner.DeleteForGood)))
            reply.Expect(202);
        await Eventually.True("a purge runs", AfterRestart, () => ids.Exists(id => site.FilesOf(id).Length == 0));
        await site.KillHard();
        await site.Restart();

        foreach (var id in ids)
        {
            await owner.WaitForState(id, "purged", AfterRestart);
            Assert.Empty(site.FilesOf(id));
        }

        await owner.QuotaBecomes(0, AfterRestart);
    }

    [Fact]
    public async Task Deadline_ThatPassesWhileTheSiteIsDown_IsKeptAfterTheRestart()
    {
        await using var site = await SiteProcess.StartAsync(SiteSettings.Roomy.With("Deletion:UndoWindow", "00:00:05").With("Deletion:LateAfter", "00:00:02"));
        using var admin = await site.Admin();
        using var owner = await site.NewMember();
        var id = await owner.Publish(await SampleVideos.Mp4FastStartAsync());

        var deadline = (await owner.Trash(id)).Expect(202).Json.Time("deleteAfter")!.Value;
        await site.KillHard();
        Assert.NotEmpty(site.FilesOf(id));
        await Eventually.True("the deadline passes", TimeSpan.FromSeconds(20), () => TimeProvider.System.GetUtcNow() > deadline.AddSeconds(3));
        await site.Restart();

        await Eventually.True("the gauge shows how late it is", AfterReadiness, async () =>
            Lateness((await admin.Get("/metrics")).Expect(200).Text) >= 3);
        await owner.WaitForState(id, "purged", AfterReadiness);
        Assert.Empty(site.FilesOf(id));
        (await owner.Restore(id)).Expect(409);
    }

    private static double Lateness(string metrics) => metrics.Split('\n')
        .Where(line => line.StartsWith("orleansvideo_deletion_lateness_seconds", StringComparison.Ordinal))
        .Select(line => double.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture)).SingleOrDefault();
}
