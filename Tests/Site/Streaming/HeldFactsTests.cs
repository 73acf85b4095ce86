using OrleansVideo.Tests.Site.Client;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Site.Streaming;

/// <summary>One look-up per playback; and what changes under a playback is what its next request gets.</summary>
[Trait("Needs", "ffmpeg")]
public sealed class HeldFactsTests(HeldFactsSite house) : IClassFixture<HeldFactsSite>, IDisposable
{
    /// <summary>A second is what is promised; a busy machine gets more.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    private readonly SiteClient _viewer = house.Site.NewGuest();

    public void Dispose() => _viewer.Dispose();

    /// <summary>The view that is counted two seconds after a playback's start changes the video, and costs one more look-up.</summary>
    [Fact]
    public async Task Ranges_OfOnePlayback_CostNoLookUpOfTheirOwn()
    {
        var id = await house.PublishAndPlay(_viewer);

        await Eventually.True("thirty ranges in a row cost no look-up", Soon, async () =>
        {
            var before = await house.GrainLookups();
            for (var i = 0; i < 30; i++) (await _viewer.PlayRange(id, $"{i * 100}-{i * 100 + 99}")).Expect(206);
            return await house.GrainLookups() == before;
        });
    }

    [Fact]
    public async Task Trash_IsWhatTheNextRequestGets_AndTheFileCloses()
    {
        var id = await house.PublishAndPlay(_viewer);

        (await house.Owner.Trash(id)).Expect(202);

        await Eventually.True("the player is told", Soon, async () => (await _viewer.PlayRange(id, "100-199")).Status == 410);
        await Eventually.True("no handle is open", Soon, () => house.OpenFiles(id).Length == 0);
    }

    /// <summary>The viewer does nothing: the frontend hears of it by itself.</summary>
    [Fact]
    public async Task DeletionForGood_FreesTheBytes_ThoughTheFilmWasHeld()
    {
        var id = await house.PublishAndPlay(_viewer);

        (await house.Owner.DeleteForGood(id)).Expect(202);

        await house.Site.FilesGone(id, Soon);
        await Eventually.True("no handle of what was removed is open", Soon, () => house.OpenFiles(id).Length == 0);
    }

    [Fact]
    public async Task Privacy_HoldsForAViewerWhoPlays_AndCutsOffNoOwner()
    {
        var id = await house.PublishAndPlay(_viewer);
        (await house.Owner.PlayRange(id, "0-99")).Expect(206);

        (await house.Owner.Edit(id, new { visibility = "private" })).Expect(200);

        await Eventually.True("the player is told", Soon, async () =>
        {
            (await house.Owner.PlayRange(id, "100-199")).Expect(206);
            return (await _viewer.PlayRange(id, "100-199")).Status == 404;
        });
        Assert.True((await house.Owner.PlayRange(id, "200-299")).Expect(206).Headers.CacheControl!.Private);
    }

    [Fact]
    public async Task Rename_IsWhatTheNextDownloadIsCalled()
    {
        var id = await house.PublishAndPlay(_viewer);
        Assert.Contains("First title", await Name(id), StringComparison.Ordinal);

        (await house.Owner.Edit(id, new { title = "Second title" })).Expect(200);

        await Eventually.True("it has its new name", Soon, async () => (await Name(id)).Contains("Second title", StringComparison.Ordinal));
    }

    [Fact]
    public async Task PrivateFilm_ThatItsOwnerPlays_IsNotThereForOthers()
    {
        using var stranger = await house.Site.NewMember("stranger");
        var id = await house.PublishAndPlay(house.Owner, "private");

        for (var i = 0; i < 20; i++)
        {
            (await house.Owner.PlayRange(id, "100-199")).Expect(206);
            (await stranger.PlayRange(id, "100-199")).Expect(404, "not-found");
            (await _viewer.PlayRange(id, "100-199")).Expect(404, "not-found");
        }
    }

    /// <summary>One cookie, two people: the lease of the one is not the other's, nor is what the one may see.</summary>
    [Fact]
    public async Task PrivateFilm_AfterItsOwnerSignedOutOfTheBrowser_IsNotThere()
    {
        using var browser = await house.Site.NewMember("browser");
        var id = await browser.Publish(await Media.SampleVideos.Mp4FastStartAsync(), visibility: "private");
        (await browser.Get($"/watch/{id}")).Expect(200);
        (await browser.PlayRange(id, "0-99")).Expect(206);
        (await browser.PlayRange(id, "0-99")).Expect(206);

        (await browser.SignOut()).Expect(204);

        (await browser.PlayRange(id, "0-99")).Expect(404, "not-found");
    }

    private async Task<string> Name(string id) => (await _viewer.Get($"/videos/{id}?download=1")).Expect(200).Header("Content-Disposition")!;
}
