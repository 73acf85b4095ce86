using OrleansVideo.Tests.Site.Client;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Site.Videos;

/// <summary>W2, W3: who gets what, on every route, for each visibility.</summary>
[Trait("Needs", "ffmpeg")]
public sealed class VisibilityTests(SharedSite shared) : SiteTest(shared)
{
    private SiteClient _owner = null!, _stranger = null!, _guest = null!, _admin = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _owner = await Site.NewMember("owner");
        _stranger = await Site.NewMember("stranger");
        _guest = Site.NewGuest();
        _admin = await Site.Admin();
    }

    public override ValueTask DisposeAsync()
    {
        foreach (var client in new[] { _owner, _stranger, _guest, _admin }) client.Dispose();
        return base.DisposeAsync();
    }

    /// <summary>Columns: guest, stranger, owner, admin.</summary>
    public static TheoryData<string, string, int[]> Reads => new()
    {
        { "public", "/api/v1/videos/{id}", [200, 200, 200, 200] },
        { "public", "/videos/{id}", [200, 200, 200, 200] },
        { "public", "/posters/{id}.jpg", [200, 200, 200, 200] },
        { "public", "/api/v1/videos/{id}/comments", [200, 200, 200, 200] },
        { "public", "/watch/{id}", [200, 200, 200, 200] },
        { "unlisted", "/api/v1/videos/{id}", [200, 200, 200, 200] },
        { "unlisted", "/videos/{id}", [200, 200, 200, 200] },
        { "unlisted", "/posters/{id}.jpg", [200, 200, 200, 200] },
        { "unlisted", "/api/v1/videos/{id}/comments", [200, 200, 200, 200] },
        { "unlisted", "/watch/{id}", [200, 200, 200, 200] },
        { "private", "/api/v1/videos/{id}", [404, 404, 200, 200] },
        { "private", "/videos/{id}", [404, 404, 200, 200] },
        { "private", "/posters/{id}.jpg", [404, 404, 200, 200] },
        { "private", "/api/v1/videos/{id}/comments", [404, 404, 200, 200] },
        { "private", "/watch/{id}", [404, 404, 200, 200] },
    };

    [Theory, MemberData(nameof(Reads))]
    public async Task Read_IsAnsweredByVisibility(string visibility, string path, int[] expected)
    {
        var id = await _owner.Publish(Film, visibility: visibility);
        var route = path.Replace("{id}", id, StringComparison.Ordinal);

        Assert.Equal(expected, await Statuses(client => client.Get(route)));
    }

    /// <summary>Writes that must fail are tried first, and the one that may succeed last.</summary>
    [Theory]
    [InlineData("public", 401, 403)]
    [InlineData("unlisted", 401, 403)]
    [InlineData("private", 401, 404)]
    public async Task Write_IsTheOwnersAndTheAdminsAlone(string visibility, int guest, int stranger)
    {
        var id = await _owner.Publish(Film, visibility: visibility);
        Func<SiteClient, Task<Reply>>[] writes =
        [
            client => client.Edit(id, new { title = "Mine now" }),
            client => client.Trash(id),
            client => client.DeleteForGood(id),
            client => client.Restore(id),
            client => client.Post($"/video-delete-record/{id}"),
        ];

        foreach (var write in writes)
        {
            (await write(_guest)).Expect(guest);
            (await write(_stranger)).Expect(stranger);
        }

        (await _guest.Comment(id, "hello")).Expect(401);
        (await _stranger.Comment(id, "hello")).Expect(visibility == "private" ? 404 : 201);
        (await _guest.Upload(id, [1])).Expect(401);
        (await _stranger.Upload(id, [1])).Expect(stranger);
        var untouched = (await _owner.Details(id)).Expect(200).Json;
        Assert.Equal("ready", untouched.Text("state"));
        Assert.Equal("A walk", untouched.Text("title"));

        (await _admin.Edit(id, new { title = "Moderated" })).Expect(200);
        (await _admin.Trash(id)).Expect(202);
        (await _owner.Restore(id)).Expect(409, "removed-by-admin");
        (await _admin.Restore(id)).Expect(200);
    }

    [Fact]
    public async Task Lists_ShowOnlyPublicReadyVideosToOthers()
    {
        var word = "w" + Guid.NewGuid().ToString("N")[..12];
        var shown = await _owner.Publish(Film, $"{word} one", "public");
        var unlisted = await _owner.Publish(Film, $"{word} two", "unlisted");
        var hidden = await _owner.Publish(Film, $"{word} three", "private");
        var draft = await _owner.CreateDraft($"{word} four");
        var owner = await _owner.UserName();

        foreach (var client in new[] { _guest, _stranger })
        {
            Assert.Equal([shown], (await client.Get($"/api/v1/videos?query={word}&limit=100")).Expect(200).Json.Ids());
            Assert.Equal([shown], (await client.Get($"/api/v1/videos?owner={owner}&limit=100")).Expect(200).Json.Ids());
        }

        string[] all = [draft, hidden, unlisted, shown];
        Assert.Equal(all.Order(), (await _owner.Get("/api/v1/users/me/videos?limit=100")).Expect(200).Json.Ids().Order());
        Assert.DoesNotContain(hidden, (await _guest.Get("/")).Expect(200).Text, StringComparison.Ordinal);
        (await _guest.Get("/api/v1/users/me/videos")).Expect(401);
    }

    /// <summary>A playback that is on hears of it within a second.</summary>
    [Fact]
    public async Task Video_WhenMadePrivate_LeavesListsAndPosterAtOnce_AndItsPlayersSoon()
    {
        var word = "w" + Guid.NewGuid().ToString("N")[..12];
        var id = await _owner.Publish(Film, word);
        (await _guest.Play(id)).Expect(200);

        (await _owner.Edit(id, new { visibility = "private" })).Expect(200);

        Assert.Empty((await _guest.Get($"/api/v1/videos?query={word}")).Expect(200).Json.Ids());
        (await _guest.Details(id)).Expect(404, "not-found");
        (await _guest.Get($"/posters/{id}.jpg")).Expect(404);
        await Eventually.True("the player is told", TimeSpan.FromSeconds(20), async () => (await _guest.Play(id)).Status == 404);
    }

    /// <summary>Reading what one may not see is 404 before it is 410.</summary>
    [Fact]
    public async Task Video_WhenPrivateAndTrashed_IsStillNotThereForOthers()
    {
        var id = await _owner.Publish(Film, visibility: "private");
        (await _owner.Trash(id)).Expect(202);

        (await _stranger.Details(id)).Expect(404, "not-found");
        (await _stranger.Play(id)).Expect(404);
        (await _owner.Play(id)).Expect(410);
        Assert.Equal("trashed", (await _owner.Details(id)).Expect(200).Json.Text("state"));
    }

    private async Task<int[]> Statuses(Func<SiteClient, Task<Reply>> call)
    {
        var statuses = new List<int>();
        foreach (var client in new[] { _guest, _stranger, _owner, _admin })
            statuses.Add((await call(client)).Status);
        return [.. statuses];
    }
}
