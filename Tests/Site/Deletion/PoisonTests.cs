using OrleansVideo.Tests.Media;
using OrleansVideo.Tests.Site.Client;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Site.Deletion;

/// <summary>W19: rows that can't be done block no other, end with their reason, and are finished by one click after the repair.</summary>
[Trait("Needs", "ffmpeg, mount, chattr")]
public sealed class PoisonTests(ITestOutputHelper output)
{
    private const int Good = 1_000;
    private const int FileBytes = 5_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    [Fact, Trait("Set", "Long")]
    public async Task PoisonedRows_AmongAThousandGoodOnes_EndAsDeadLetters_AndReplayFinishesThem()
    {
        await using var site = await SiteProcess.StartAsync(SiteSettings.Roomy
            .With("Deletion:MaxAttempts", "4").With("Deletion:BackoffBase", "00:00:02"));
        using var owner = await site.NewMember();
        using var admin = await site.Admin();
        var film = await SampleVideos.Mp4FastStartAsync();
        var bad = new[] { await owner.Publish(film), await owner.Publish(film), await owner.Publish(film) };
        using var directory = Poison.Directory(FileOf(site, bad[0]));
        using var immutable = Poison.NoPermission(FileOf(site, bad[1]));
        using var readOnly = Poison.ReadOnlyMount(FileOf(site, bad[2]));
        var good = await Drafts(site, owner, except: Path.GetDirectoryName(FileOf(site, bad[2]))!);

        foreach (var id in bad) (await owner.DeleteForGood(id)).Expect(202); // Their due times sort first.
        await Parallel.ForEachAsync(good, new ParallelOptions { MaxDegreeOfParallelism = 16 },
            async (id, _) => (await owner.DeleteForGood(id)).Expect(202));

        var took = await Eventually.True("all good ones are purged", Patience, async () => await Count(admin, "done") == Good);
        output.WriteLine($"{Good} good ones were done {took.TotalSeconds:0.0} s after the last was asked for");
        Assert.All(good, id => Assert.Empty(site.FilesOf(id)));
        await Eventually.True("the bad ones are dead letters", Patience, async () => await Count(admin, "deadLetter") == bad.Length);
        Assert.Contains("directory", await Reason(admin, bad[0]), StringComparison.OrdinalIgnoreCase);
        Assert.Contains("denied", await Reason(admin, bad[1]), StringComparison.OrdinalIgnoreCase);
        Assert.Contains("read-only", await Reason(admin, bad[2]), StringComparison.OrdinalIgnoreCase);
        foreach (var id in bad) output.WriteLine(await Reason(admin, id));

        directory.Dispose();
        immutable.Dispose();
        readOnly.Dispose();
        var replayed = (await admin.Post("/api/v1/admin/deletions/replay")).Expect(202).Json;
        Assert.Equal(bad.Length, replayed.GetProperty("replayed").GetInt32());
        await Eventually.True("the bad ones are purged as well", Patience, async () => await Count(admin, "done") == Good + bad.Length);
        Assert.All(bad, id => Assert.Empty(site.FilesOf(id)));
        await owner.QuotaBecomes(0, Patience);
    }

    private static string FileOf(SiteProcess site, string id) => Path.Combine(site.DataDirectory, "media", "videos", id[^2..], $"{id}.video");

    private static async Task<string> Reason(SiteClient admin, string id) => Assert.Single(await admin.DeletionsOf(id)).Text("lastError")!;

    /// <summary>Drafts with a file of theirs in the media directory, but for those that would lie in a folder that can't be written to.</summary>
    private static async Task<string[]> Drafts(SiteProcess site, SiteClient owner, string except)
    {
        var ids = new System.Collections.Concurrent.ConcurrentBag<string>();
        await Parallel.ForAsync(0, Good, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (i, stop) =>
        {
            var id = await owner.CreateDraft($"Good {i}");
            ids.Add(id);
            var path = FileOf(site, id);
            if (Path.GetDirectoryName(path) == except) return;
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllBytesAsync(path, new byte[FileBytes], stop);
        });
        return [.. ids];
    }

    /// <summary>How many deletions are in a state, through all pages.</summary>
    private static async Task<int> Count(SiteClient admin, string state)
    {
        var (count, cursor) = (0, (string?)"");
        while (cursor is not null)
        {
            var page = (await admin.Get($"/api/v1/admin/deletions?state={state}&limit=100{(cursor.Length > 0 ? "&cursor=" + cursor : "")}")).Expect(200).Json;
            count += page.GetProperty("items").GetArrayLength();
            cursor = page.Text("nextCursor");
        }

        return count;
    }
}
