using System.Text.Json;
using OrleansVideo.Tests.Site.Client;

namespace OrleansVideo.Tests.Site.Administration;

/// <summary>What admins do about deletions by the API.</summary>
[Collection(DeletionAdminCollection.Name)]
[Trait("Needs", "ffmpeg")]
public sealed class DeletionCommandTests(DeletionAdminSite house)
{
    private SiteClient Admin => house.Admin;

    [Fact]
    public async Task Hold_KeepsTheFilesOfWhatIsDeletedForGood_UntilItIsReleased()
    {
        var id = await house.Trashed();

        var held = (await Admin.Command(id, "hold")).Expect(202).Json;
        Assert.Equal("held", held.Text("state"));
        Assert.Null(held.Time("nextAttemptAt"));
        (await Admin.Command(id, "hold")).Expect(202);
        (await house.Owner.DeleteForGood(id)).Expect(409, "removed-by-admin");
        (await house.Owner.Restore(id)).Expect(409, "removed-by-admin");
        (await Admin.DeleteForGood(id)).Expect(202);
        Assert.Equal("held", (await Admin.Deletion(id)).Text("state"));
        Assert.NotEmpty(house.Site.FilesOf(id));

        var released = (await Admin.Command(id, "release")).Expect(202).Json;
        Assert.Contains(released.Text("state"), new[] { "waiting", "running", "done" });
        var done = await Admin.DeletionBecomes(id, "done");
        Assert.Empty(house.Site.FilesOf(id));
        Assert.InRange(done.GetProperty("bytesFreed").GetInt64(), 1, long.MaxValue);
        Assert.InRange(done.GetProperty("durationSeconds").GetDouble(), 0, 60);
        Assert.Equal(JsonValueKind.String, done.GetProperty("silo").ValueKind);
        Assert.True(done.Time("finishedAt") >= done.Time("requestedAt"));
        await house.Site.Log.Says($@"site-admin \([0-9a-f-]{{36}}\) changed the deletion of {id}: Hold");
        await house.Site.Log.Says($@"site-admin \([0-9a-f-]{{36}}\) changed the deletion of {id}: Release");
    }

    [Fact]
    public async Task Cancel_BringsTheVideoBack()
    {
        var id = await house.Trashed();

        var cancelled = (await Admin.Command(id, "cancel")).Expect(202).Json;

        Assert.Equal("cancelled", cancelled.Text("state"));
        (await house.Site.NewGuest().PlayRange(id, "0-9")).Expect(206);
        (await Admin.Command(id, "cancel")).Expect(409, "deletion-state-conflict");
        await house.Site.Log.Says($@"site-admin \([0-9a-f-]{{36}}\) changed the deletion of {id}: Cancel");
    }

    [Fact]
    public async Task Retry_OfADeadLetter_EndsItOnceTheCauseIsGone()
    {
        var id = await house.DeadLetter();
        var dead = await Admin.Deletion(id);
        Assert.False(string.IsNullOrEmpty(dead.Text("lastError")));
        Assert.Equal(1, dead.GetProperty("attempts").GetInt64());
        Assert.Null(dead.Time("nextAttemptAt"));
        Assert.Equal(JsonValueKind.Null, dead.GetProperty("durationSeconds").ValueKind);
        (await Admin.Command(id, "cancel")).Expect(409, "purge-started");
        (await Admin.Command(id, "hold")).Expect(409);

        house.Repair(id);
        Assert.Equal(id, (await Admin.Command(id, "retry")).Expect(202).Json.Text("videoId"));

        await Admin.DeletionBecomes(id, "done");
        (await Admin.Command(id, "retry")).Expect(409, "deletion-state-conflict");
        await house.Site.Log.Says($@"site-admin \([0-9a-f-]{{36}}\) changed the deletion of {id}: Retry");
    }

    [Fact]
    public async Task Replay_TriesTheDeadLettersOfAllShards()
    {
        var ids = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => house.DeadLetter()));
        foreach (var id in ids) house.Repair(id);

        Assert.Equal(6, (await Admin.ReplayDeadLetters()).Expect(202).Json.GetProperty("replayed").GetInt32());

        foreach (var id in ids) await Admin.DeletionBecomes(id, "done");
        Assert.Equal(0, (await Admin.ReplayDeadLetters()).Expect(202).Json.GetProperty("replayed").GetInt32());
        await house.Site.Log.Says(@"site-admin \([0-9a-f-]{36}\) replayed all 6 dead letters");
    }

    [Theory]
    [InlineData("release")]
    [InlineData("retry")]
    public async Task Command_ThatTheStateForbids_ChangesNothing(string command)
    {
        var id = await house.Trashed();

        (await Admin.Command(id, command)).Expect(409, "deletion-state-conflict");

        Assert.Equal("waiting", (await Admin.Deletion(id)).Text("state"));
    }

    [Theory]
    [InlineData("hold")]
    [InlineData("release")]
    [InlineData("cancel")]
    [InlineData("retry")]
    public async Task Command_ToNoDeletion_IsNotFound(string command)
    {
        (await Admin.Command(Guid.NewGuid().ToString(), command)).Expect(404, "not-found");
        (await Admin.Command("the-last", command)).Expect(404, "not-found");
    }

    [Fact]
    public async Task Strangers_SeeAndChangeNothing()
    {
        using var guest = house.Site.NewGuest();
        var id = await house.Trashed();

        foreach (var (stranger, status, problem) in new[] { (guest, 401, "sign-in-required"), (house.Owner, 403, "not-yours") })
        {
            (await stranger.Get("/api/v1/admin/deletions")).Expect(status, problem);
            (await stranger.Get("/api/v1/admin/deletions.csv")).Expect(status, problem);
            (await stranger.ReplayDeadLetters()).Expect(status, problem);
            foreach (var command in new[] { "hold", "release", "cancel", "retry" })
                (await stranger.Command(id, command)).Expect(status, problem);
        }

        Assert.Equal("waiting", (await Admin.Deletion(id)).Text("state"));
    }
}
