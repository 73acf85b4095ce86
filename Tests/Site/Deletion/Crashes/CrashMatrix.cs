using OrleansVideo.Tests.Media;
using OrleansVideo.Tests.Site.Client;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Site.Deletion.Crashes;

/// <summary>
/// W12, W17: a process dies by SIGKILL at every boundary of a deletion, on whatever site. What was answered holds, a deletion
/// ends once in the ledger, and what is in the trash can be undone.
/// </summary>
public sealed class CrashMatrix(ICrashableSite site, ITestOutputHelper output)
{
    /// <summary>Every boundary of a deletion for good, in the order in which it comes to them.</summary>
    private static readonly string[] Purge =
    [
        "before deletion record", "after deletion record", "after deletion hide", "after deletion outcomes", "before begin purge",
        "after begin purge", "before remove files", "after remove parts", "after remove content", "after remove files",
        "before tombstone", "after tombstone",
    ];

    /// <summary>Every boundary of a deletion into the trash.</summary>
    private static readonly string[] Trash =
        ["before deletion record", "after deletion record", "after deletion hide", "before deletion outcomes", "after deletion outcomes"];

    /// <summary>Every boundary of its undoing.</summary>
    private static readonly string[] Undo = ["before deletion cancel", "after deletion cancel", "before deletion outcomes", "after deletion outcomes"];

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    /// <summary>All of it.</summary>
    public async Task AtEveryBoundary()
    {
        await PurgeAt(Purge);
        await TrashAt(Trash);
        await UndoAt(Undo);
    }

    /// <summary>A deletion for good, with a process that dies at each of the points in turn.</summary>
    public async Task PurgeAt(params string[] points)
    {
        using var owner = await Owner();
        using var admin = await Admin();
        var film = await SampleVideos.Mp4FastStartAsync();
        foreach (var point in points)
        {
            var id = await owner.Publish(film, point);
            var answer = await Crash(point, () => owner.DeleteForGood(id));

            var rows = await admin.DeletionsOf(id);
            var isLost = answer is null && rows.Length == 0;
            if (isLost)
            {
                // Not acknowledged, and nothing has happened to it: the video plays, and can be deleted.
                Assert.Equal("ready", (await owner.Details(id)).Expect(200).Json.Text("state"));
                (await owner.Play(id)).Expect(200);
                (await owner.DeleteForGood(id)).Expect(202);
            }

            await owner.WaitForState(id, "purged", Soon);
            await Eventually.True("the deletion is closed", Soon, async () => (await admin.DeletionsOf(id)).All(row => row.Text("state") == "done"));
            var row = Assert.Single(await admin.DeletionsOf(id));
            Assert.Empty(site.FilesOf(id));
            Assert.True(row.GetProperty("bytesFreed").GetInt64() >= new FileInfo(film).Length, $"{point}: {row}");
            Assert.Equal("purged", (await owner.DeleteForGood(id)).Expect(202).Json.Text("state"));
            (await owner.Restore(id)).Expect(409, "purge-started");
            output.WriteLine($"{point}: answered {answer?.Status.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "nothing"}, attempts {row.GetProperty("attempts")}{(isLost ? ", asked for again" : "")}");
        }

        await owner.QuotaBecomes(0, Soon);
    }

    /// <summary>A deletion into the trash, in the same way: afterwards it can be undone.</summary>
    public async Task TrashAt(params string[] points)
    {
        using var owner = await Owner();
        using var admin = await Admin();
        var film = await SampleVideos.Mp4FastStartAsync();
        var bytes = await File.ReadAllBytesAsync(film);
        foreach (var point in points)
        {
            var id = await owner.Publish(film, point);
            var answer = await Crash(point, () => owner.Trash(id));
            if ((await admin.DeletionsOf(id)).Length == 0)
            {
                Assert.Null(answer);
                Assert.Equal("ready", (await owner.Details(id)).Expect(200).Json.Text("state"));
                continue;
            }

            await owner.WaitForState(id, "trashed", Soon); // Hidden at once, and not in seven days.
            (await owner.Restore(id)).Expect(200);
            Assert.Equal(bytes, (await owner.Play(id)).Expect(200).Body);
            Assert.Equal("cancelled", Assert.Single(await admin.DeletionsOf(id)).Text("state"));
        }
    }

    /// <summary>The undoing, in the same way: the video comes back, by itself or when asked again.</summary>
    public async Task UndoAt(params string[] points)
    {
        using var owner = await Owner();
        using var admin = await Admin();
        var film = await SampleVideos.Mp4FastStartAsync();
        var bytes = await File.ReadAllBytesAsync(film);
        foreach (var point in points)
        {
            var id = await owner.Publish(film, point);
            (await owner.Trash(id)).Expect(202);
            await Eventually.True("the hiding is recorded", Soon, async () => (await admin.DeletionsOf(id)).Single().GetProperty("attempts").GetInt64() == 0
                && (await admin.DeletionsOf(id)).Single().Time("nextAttemptAt") > TimeProvider.System.GetUtcNow().AddDays(1));
            await Crash(point, () => owner.Restore(id));

            await Eventually.True("the video is back, by itself or when asked again", Soon, async () =>
                (await owner.Restore(id)).Status == 200 || (await owner.Details(id)).Json.Text("state") == "ready");
            Assert.Equal(bytes, (await owner.Play(id)).Expect(200).Body);
            await Eventually.True("the deletion is closed", Soon, async () => (await admin.DeletionsOf(id)).Single().Text("state") == "cancelled");
        }
    }

    /// <summary>Has the call made and a process die at the point; null when no answer came, or one that says that nothing is known.</summary>
    private async Task<Reply?> Crash(string point, Func<Task<Reply>> call)
    {
        site.Order.Give(point);
        Reply? answer = null;
        try
        {
            answer = await call();
        }
        catch (HttpRequestException)
        {
            // The process that was to answer is the one that died.
        }

        await Eventually.True($"a process reaches the point '{point}'", Soon, () => site.Order.IsDone);
        await site.BringBack();
        return answer is { Status: 200 or 202 } ? answer : null;
    }

    private async Task<SiteClient> Owner()
    {
        var owner = new SiteClient(site.Address);
        (await owner.Register(AccountCalls.FreshName("owner"))).Expect(201);
        return owner;
    }

    private async Task<SiteClient> Admin()
    {
        var admin = new SiteClient(site.Address);
        (await admin.SignIn(SiteSettings.AdminName, SiteSettings.AdminPassword)).Expect(200);
        return admin;
    }
}
