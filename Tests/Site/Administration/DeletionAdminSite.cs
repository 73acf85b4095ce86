using System.Text.Json;
using OrleansVideo.Tests.Media;
using OrleansVideo.Tests.Site.Client;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Site.Administration;

/// <summary>
/// A site that gives a deletion, and any other due work, up after its first failure; that runs one search at once, and lets nobody wait for
/// it; and an owner whose name a spreadsheet would take for a formula.
/// </summary>
public sealed class DeletionAdminSite : IAsyncLifetime
{
    private string _film = "";

    public SiteProcess Site { get; private set; } = null!;

    public SiteClient Admin { get; private set; } = null!;

    public SiteClient Owner { get; private set; } = null!;

    public string OwnerName { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        Site = await SiteProcess.StartAsync(SiteSettings.Roomy
            .With("Deletion:MaxAttempts", "1").With("Deletion:BackoffBase", "00:00:00.010").With("DueWork:MaxAttempts", "1")
            .With("Catalog:MaxConcurrentSearches", "1").With("Catalog:SearchQueueTimeout", "00:00:00"));

        // Its reminders are set after the start: whoever counts them counts all.
        await Eventually.True("due work is awake", TimeSpan.FromSeconds(60), () => Site.Log.Text.Contains("Due work is awake", StringComparison.Ordinal));
        _film = await SampleVideos.Mp4FastStartAsync();
        Admin = await Site.Admin();
        Owner = await Site.NewMember("-owner");
        OwnerName = await Owner.UserName();
    }

    /// <summary>A film of the owner's.</summary>
    public Task<string> Published(string title) => Owner.Publish(_film, title);

    /// <summary>A film of the owner's that is in the trash, and has nothing to wait for but its deadline.</summary>
    public async Task<string> Trashed(string title = "A walk")
    {
        var id = await Owner.Publish(_film, title);
        (await Owner.Trash(id)).Expect(202);
        await Eventually.True("the film waits for its deadline", TimeSpan.FromSeconds(30), async () =>
        {
            var row = await Admin.Deletion(id);
            return row.Text("state") == "waiting" && row.Time("nextAttemptAt") == row.Time("dueAt");
        });
        return id;
    }

    /// <summary>A draft of the owner's whose deletion was given up: a directory, which is no file to remove, is in the file's place (W19).</summary>
    public Task<string> DeadLetter() => StuckDeletion.Make(Site, Owner, Admin);

    /// <summary>What kept the deletion from its end is gone.</summary>
    public void Repair(string id) => StuckDeletion.Repair(Site, id);

    /// <summary>Due work that was given up, once it is.</summary>
    /// <param name="item">What it is about.</param>
    /// <param name="after">It is given up once more, later than this.</param>
    public async Task<JsonElement> GivenUp(string item, DateTimeOffset? after = null)
    {
        JsonElement found = default;
        await Eventually.True($"{item} is given up", TimeSpan.FromSeconds(30), async () =>
        {
            found = (await Admin.Get("/api/v1/admin/due-work")).Expect(200).Json.EnumerateArray().FirstOrDefault(work => work.Text("item") == item);
            return found.ValueKind == JsonValueKind.Object && (after is null || found.Time("givenUpAt") > after);
        });
        return found;
    }

    /// <summary>Deletions that have come to their end.</summary>
    public async Task<string[]> Deleted(int count)
    {
        var ids = await Task.WhenAll(Enumerable.Range(0, count).Select(async i =>
        {
            var id = await Owner.CreateDraft($"Draft {i}");
            (await Owner.DeleteForGood(id)).Expect(202);
            return id;
        }));
        foreach (var id in ids) await Admin.DeletionBecomes(id, "done");
        return ids;
    }

    public async ValueTask DisposeAsync()
    {
        Owner?.Dispose();
        Admin?.Dispose();
        if (Site is not null) await Site.DisposeAsync();
    }
}
