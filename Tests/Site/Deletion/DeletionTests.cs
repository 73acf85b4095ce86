using OrleansVideo.Tests.Site.Client;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Site.Deletion;

[Trait("Needs", "ffmpeg")]
public sealed class DeletionTests(SharedSite shared) : SiteTest(shared)
{
    private static readonly TimeSpan PurgeDeadline = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task Trash_HidesTheVideoAndKeepsItForItsOwner()
    {
        using var owner = await Site.NewMember();
        using var guest = Site.NewGuest();
        var word = "w" + Guid.NewGuid().ToString("N")[..12];
        var id = await owner.Publish(Film, word);

        var receipt = (await owner.Trash(id)).Expect(202).Json;

        Assert.Equal("trashed", receipt.Text("state"));
        Assert.InRange(receipt.Time("deleteAfter")!.Value - TimeProvider.System.GetUtcNow(), TimeSpan.FromDays(6.9), TimeSpan.FromDays(7.1));
        (await guest.Play(id)).Expect(410);
        (await guest.Details(id)).Expect(410);
        (await guest.Get($"/posters/{id}.jpg")).Expect(410);
        Assert.Empty((await guest.Get($"/api/v1/videos?query={word}")).Expect(200).Json.Ids());
        Assert.Equal([id], (await owner.Get("/api/v1/users/me/videos?state=trashed")).Expect(200).Json.Ids());
        Assert.NotEmpty(Site.FilesOf(id));
    }

    [Fact]
    public async Task Restore_BringsBackTheVideoWithItsBytesCommentsAndPlaceInLists()
    {
        using var owner = await Site.NewMember();
        using var guest = Site.NewGuest();
        var word = "w" + Guid.NewGuid().ToString("N")[..12];
        var id = await owner.Publish(Film, word);
        (await owner.Comment(id, "still here?")).Expect(201);
        (await owner.Trash(id)).Expect(202);

        var restored = (await owner.Restore(id)).Expect(200).Json;

        Assert.Equal("ready", restored.Text("state"));
        Assert.Null(restored.Time("deleteAfter"));
        Assert.Equal(await File.ReadAllBytesAsync(Film), (await guest.Play(id)).Expect(200).Body);
        Assert.Single((await guest.Comments(id)).Expect(200).Json.Ids());
        await Eventually.True("the list shows it again", PurgeDeadline,
            async () => (await guest.Get($"/api/v1/videos?query={word}")).Expect(200).Json.Ids().SequenceEqual([id]));
        (await owner.Restore(id)).Expect(409, "not-in-trash");
    }

    /// <summary>W15: a second deletion is no error, and postpones nothing.</summary>
    [Fact]
    public async Task Trash_WhenRepeated_KeepsTheFirstDeadline()
    {
        using var owner = await Site.NewMember();
        var id = await owner.Publish(Film);
        var first = (await owner.Trash(id)).Expect(202).Json.Time("deleteAfter");

        var second = (await owner.Trash(id)).Expect(202).Json;

        Assert.Equal("trashed", second.Text("state"));
        Assert.Equal(first, second.Time("deleteAfter"));
        Assert.Equal(first, (await owner.Details(id)).Json.Time("deleteAfter"));
    }

    [Fact]
    public async Task Trash_WhenAskedManyTimesAtOnce_HasOneDeadline()
    {
        using var owner = await Site.NewMember();
        var id = await owner.Publish(Film);

        var replies = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => owner.Trash(id)));

        Assert.Single(replies.Select(reply => reply.Expect(202).Json.Time("deleteAfter")).Distinct());
    }

    [Fact]
    public async Task DeleteForGood_RemovesEveryTraceWithinSeconds()
    {
        using var owner = await Site.NewMember();
        using var guest = Site.NewGuest();
        var id = await owner.Publish(Film);
        (await owner.Comment(id, "gone soon")).Expect(201);
        Assert.NotEmpty(Site.FilesOf(id));
        (await owner.Trash(id)).Expect(202);

        (await owner.DeleteForGood(id)).Expect(202);

        var took = await Site.FilesGone(id, PurgeDeadline);
        TestContext.Current.SendDiagnosticMessage("files gone after {0}", took);
        var details = await owner.WaitForState(id, "purged", PurgeDeadline);
        Assert.Null(details.Text("posterUrl"));
        (await guest.Play(id)).Expect(410);
        var comments = await owner.Comments(id);
        if (comments.Status != 410) Assert.Empty(comments.Expect(200).Json.Ids());
        await owner.QuotaBecomes(0, PurgeDeadline);
        (await owner.Restore(id)).Expect(409);
        (await owner.Upload(id, Film)).Expect(410, "gone");
        Assert.Equal("purged", (await owner.DeleteForGood(id)).Expect(202).Json.Text("state"));
        Assert.Empty(Site.FilesOf(id));
    }

    [Fact]
    public async Task DeleteForGood_OfADraft_PurgesIt()
    {
        using var owner = await Site.NewMember();
        var id = await owner.CreateDraft();

        (await owner.Trash(id)).Expect(202);

        await owner.WaitForState(id, "purged", PurgeDeadline);
        (await owner.Upload(id, Film)).Expect(410, "gone");
    }

    /// <summary>W7: the seed's route deletes by POST alone.</summary>
    [Fact]
    public async Task DeleteRecordRoute_DeletesByPostNeverByGet()
    {
        using var owner = await Site.NewMember();
        var id = await owner.Publish(Film);

        (await owner.Get($"/video-delete-record/{id}")).Expect(405);
        (await owner.Head($"/video-delete-record/{id}")).Expect(405);
        Assert.Equal("ready", (await owner.Details(id)).Json.Text("state"));

        (await owner.Post($"/video-delete-record/{id}")).Expect(202);
        await owner.WaitForState(id, "purged", PurgeDeadline);
        Assert.Empty(Site.FilesOf(id));
    }

    /// <summary>W21: whatever processing still makes of a video that is deleted under it goes as well.</summary>
    [Fact]
    public async Task DeleteForGood_WhileTheVideosAreProcessed_LeavesNoPosterBehind()
    {
        using var owner = await Site.NewMember();
        var ids = await Task.WhenAll(Enumerable.Range(0, 12).Select(async i =>
        {
            var id = await owner.CreateDraft($"Short-lived {i}");
            (await owner.Upload(id, Film)).Expect(201);
            (await owner.DeleteForGood(id)).Expect(202);
            return id;
        }));

        foreach (var id in ids)
            await owner.WaitForState(id, "purged");
        await Eventually.Settles("no file of them is left", TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(30),
            () => Array.TrueForAll(ids, id => Site.FilesOf(id).Length == 0));
    }

    /// <summary>W28: what is being played ends in order when it is deleted for good.</summary>
    [Fact]
    public async Task DeleteForGood_OfAPlayingVideo_StillPurges()
    {
        using var owner = await Site.NewMember();
        using var guest = Site.NewGuest();
        var id = await owner.Publish(Film);
        using var playing = await guest.Open(HttpMethod.Get, $"/videos/{id}");

        (await owner.DeleteForGood(id)).Expect(202);

        await Site.FilesGone(id, PurgeDeadline);
        await Eventually.True("who still has a token plays it no more", PurgeDeadline, async () =>
        {
            try
            {
                return (await guest.Play(id)).Status == 410;
            }
            catch (HttpRequestException)
            {
                return false; // It began to send, and was cut off.
            }
        });
    }
}
