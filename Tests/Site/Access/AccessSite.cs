using System.Text.Json.Nodes;
using OrleansVideo.Tests.Media;
using OrleansVideo.Tests.Site.Client;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Site.Access;

/// <summary>What a request is about.</summary>
/// <param name="Id">What the id in a route names.</param>
/// <param name="Other">The second id of a route that has two.</param>
/// <param name="Read">All that can be seen of it, by somebody who sees all; null when a request is about nothing that can change.</param>
internal sealed record Subject(string Id, string Other, Func<Task<string>>? Read);

/// <summary>A site of its own with one of each kind of person, who make what requests are about.</summary>
public sealed class AccessSite : IAsyncLifetime
{
    private readonly Dictionary<string, Subject> _read = [];
    private readonly Dictionary<string, string> _names = [];
    private string _film = "";

    public SiteProcess Site { get; private set; } = null!;

    /// <summary>By what the matrix calls them; and <c>ended</c>, with the cookie of a session that is over.</summary>
    public Dictionary<string, SiteClient> People { get; } = [];

    /// <summary>The silo's address, as the dashboard writes it.</summary>
    public string Silo { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        Site = await SiteProcess.StartAsync(SiteSettings.Roomy.With("Limits:FailedSignInsBeforeDelay", "1000"));
        _film = await SampleVideos.Mp4FastStartAsync();
        People["guest"] = Site.NewGuest();
        foreach (var name in new[] { "user", "owner", "host" })
        {
            People[name] = await Site.NewMember(name);
            _names[name] = await People[name].UserName();
        }

        People["admin"] = await Site.Admin();
        People["ended"] = await Ended();
        var counters = (await People["admin"].Get("/admin/orleans/DashboardCounters", ("Sec-Fetch-Site", "same-origin"))).Expect(200);
        Silo = counters.Json.GetProperty("hosts").EnumerateArray().First().Text("siloAddress")!;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var person in People.Values) person.Dispose();
        if (Site is not null) await Site.DisposeAsync();
    }

    /// <summary>Somebody of this kind whose session or password may end with the request.</summary>
    internal async Task<SiteClient> Expendable(string who)
    {
        if (who == "guest") return Site.NewGuest();
        if (who == "ended") return await Ended();
        return who == "admin" ? await Site.Admin() : await Site.NewMember(who);
    }

    /// <summary>The admin again, when a request of theirs may have ended all sessions.</summary>
    internal async Task RenewAdmin()
    {
        People["admin"].Dispose();
        People["admin"] = await Site.Admin();
    }

    /// <summary>One that others have looked at too, for requests that only read.</summary>
    internal async Task<Subject> Shared(string on)
    {
        if (_read.TryGetValue(on, out var subject)) return subject;
        _read.Add(on, subject = await Fresh(on));
        if (on is not ("-" or "draft" or "purged")) await People["admin"].WaitForPoster(subject.Id);
        return subject;
    }

    /// <summary>One that nobody has touched yet.</summary>
    internal async Task<Subject> Fresh(string on)
    {
        var (owner, admin) = (People["owner"], People["admin"]);
        switch (on)
        {
            case "-":
                return new Subject("", "", null);
            case "draft":
                return Video(await owner.CreateDraft());
            case "public" or "unlisted" or "private":
                return Video(await Published(owner, on));
            case "closed":
                var id = await Published(owner, "public");
                (await admin.Edit(id, new { visibility = "private" })).Expect(200);
                return Video(id);
            case "trashed" or "held" or "removed" or "hidden":
                id = await Published(owner, on == "hidden" ? "private" : "public");
                (await (on == "removed" ? admin : owner).Trash(id)).Expect(202);
                await Eventually.True("it waits for its deadline", TimeSpan.FromSeconds(30), async () =>
                    await admin.Deletion(id) is var row && row.Text("state") == "waiting" && row.Time("nextAttemptAt") == row.Time("dueAt"));
                if (on != "held") return Video(id);
                (await admin.Command(id, "hold")).Expect(202);
                await admin.DeletionBecomes(id, "held");
                return Video(id);
            case "purged":
                id = await Published(owner, "public");
                (await owner.DeleteForGood(id)).Expect(202);
                await Eventually.True("it is purged", TimeSpan.FromSeconds(30), async () => (await admin.Deletion(id)).Text("state") == "done");
                return Video(id);
            case "comment" or "received":
                var (author, under) = on == "comment" ? ("owner", "host") : ("host", "owner");
                id = await Published(People[under], "public");
                return Video(id) with { Other = (await People[author].Comment(id, "Well said.")).Expect(201).Json.Text("id")! };
            case "lease":
                id = await Published(owner, "public");
                using (var viewer = Site.NewGuest()) (await viewer.PlayRange(id, "0-0")).Expect(206);
                var lease = await Eventually.Get("the lease is there", TimeSpan.FromSeconds(10), async () =>
                    (await admin.Streams("?limit=100")).GetProperty("leases").EnumerateArray().FirstOrDefault(one => one.Text("videoId") == id) is { ValueKind: not System.Text.Json.JsonValueKind.Undefined } found
                        ? found.Text("id")
                        : null);
                return new Subject(lease, "", async () => (await admin.Get("/api/v1/admin/streams?limit=100")).Expect(200).Text.Contains(lease, StringComparison.Ordinal).ToString());
            case "finding" or "moved":
                var finding = await Finding(on);
                return new Subject(finding.Id, "", async () => (await admin.Finding(finding.Path))!.Value.Text("state")!);
            default:
                throw new ArgumentOutOfRangeException(nameof(on), on, "Nobody makes such a thing.");
        }
    }

    private async Task<SiteClient> Ended()
    {
        var client = Site.NewGuest();
        (await client.SignIn(_names["user"])).Expect(200);
        var cookies = client.Cookies.GetCookies(Site.Address).Where(cookie => cookie.Value.Length > 0).Select(cookie => new System.Net.Cookie(cookie.Name, cookie.Value)).ToArray();
        (await client.SignOut()).Expect(204);
        foreach (var cookie in cookies) client.Cookies.Add(Site.Address, cookie);
        return client;
    }

    private async Task<string> Published(SiteClient owner, string visibility)
    {
        var id = await owner.CreateDraft("A walk", visibility);
        (await owner.Upload(id, _film)).Expect(201);
        await owner.WaitForState(id, "ready");
        return id;
    }

    private async Task<(string Id, string Path)> Finding(string on)
    {
        var admin = People["admin"];
        var path = $"parts/{Guid.CreateVersion7():D}.1.part";
        var file = Path.Combine(Site.DataDirectory, "media", path);
        await File.WriteAllTextAsync(file, "nobody's");
        File.SetLastWriteTimeUtc(file, File.GetLastWriteTimeUtc(file).AddHours(-2));
        await Eventually.True("no scan runs", TimeSpan.FromSeconds(60), async () => !(await admin.Storage()).Expect(200).Json.GetProperty("scanning").GetBoolean());
        await admin.Scanned(dryRun: true);
        var id = (await admin.Finding(path))!.Value.Text("id")!;
        if (on == "moved") (await admin.QuarantineFile(id)).Expect(202);
        return (id, path);
    }

    /// <summary>Without what changes by itself: the views, and the poster, which comes later.</summary>
    private Subject Video(string id) => new(id, "", async () =>
    {
        var admin = People["admin"];
        var details = await admin.Details(id);
        var text = details.Text;
        if (details.Status == 200)
        {
            var json = JsonNode.Parse(text)!.AsObject();
            foreach (var member in new[] { "views", "posterUrl" }) json.Remove(member);
            text = json.ToJsonString();
        }

        var comments = await admin.Comments(id);
        var deletions = await admin.DeletionsOf(id);
        return string.Join('\n', [text, comments.Status == 200 ? comments.Text : $"{comments.Status}", .. deletions.Select(row => $"{row.Text("state")} {row.Text("removedBy")} {row.Text("dueAt")}")]);
    });
}
