using System.Text.Json;
using OrleansVideo.Tests.Site.Client;

namespace OrleansVideo.Tests.Site.Administration;

/// <summary>What an admin removes or closes stays so over HTTP, and its owner is told why.</summary>
[Collection(DeletionAdminCollection.Name)]
[Trait("Needs", "ffmpeg")]
public sealed class ModerationTests(DeletionAdminSite house)
{
    private SiteClient Admin => house.Admin;

    private SiteClient Owner => house.Owner;

    [Fact]
    public async Task Removal_WithAReason_IsToldToTheOwner_WhoCanNotUndoIt()
    {
        var id = await house.Published("Removed");
        (await Delete(Admin, id, new { reason = "Spam & <b>lies</b>" })).Expect(202);

        var removal = (await Owner.Details(id)).Expect(200).Json.GetProperty("removal");
        Assert.Equal(("admin", "Spam & <b>lies</b>"), (removal.Text("by"), removal.Text("reason")));
        Assert.NotNull(removal.Time("since"));
        Assert.Equal("admin", Listed(await Owner.Get("/api/v1/users/me/videos?state=trashed&limit=100"), id).GetProperty("removal").Text("by"));
        (await Owner.Restore(id)).Expect(409, "removed-by-admin");
        Assert.Equal("trashed", (await Owner.Details(id)).Json.Text("state"));
        await house.Site.Log.Says($"Video {id} of {house.OwnerName} removed by admin site-admin .*: Spam & <b>lies</b>");

        foreach (var path in new[] { "/userhome", $"/watch/{id}" })
        {
            var page = (await Owner.Get(path, ("Accept", "text/html"))).Expect(200).Text;
            Assert.Contains("Removed by an administrator: <span dir=\"auto\">Spam &amp; &lt;b&gt;lies&lt;/b&gt;</span>", page, StringComparison.Ordinal);
            Assert.DoesNotMatch(UndoOf(id), page);
        }

        Assert.Matches(UndoOf(id), (await Admin.Get($"/watch/{id}", ("Accept", "text/html"))).Expect(200).Text);
        Assert.Contains("已被管理员移除", (await Owner.Get($"/watch/{id}", ("Accept", "text/html"), ("Accept-Language", "zh-Hans"))).Expect(200).Text, StringComparison.Ordinal);

        var restored = (await Admin.Restore(id)).Expect(200).Json;
        Assert.Equal(("ready", JsonValueKind.Null), (restored.Text("state"), restored.GetProperty("removal").ValueKind));
    }

    [Fact]
    public async Task OwnersTrash_RaisedByAnAdmin_GoesBackToTheOwnersTrash_WithItsDeadline()
    {
        var id = await house.Trashed();
        var deadline = (await Owner.Details(id)).Json.Time("deleteAfter");
        Assert.Equal(deadline, (await Delete(Admin, id, new { reason = "Mine now" })).Expect(202).Json.Time("deleteAfter"));
        (await Owner.Restore(id)).Expect(409, "removed-by-admin");
        var row = await Admin.Deletion(id);
        Assert.Equal(("admin", "site-admin", "Mine now"), (row.Text("removedBy"), row.Text("removedByName"), row.Text("reason")));

        var back = (await Admin.Restore(id)).Expect(200).Json;

        Assert.Equal(("trashed", "owner", deadline), (back.Text("state"), back.GetProperty("removal").Text("by"), back.Time("deleteAfter")));
        (await Owner.Restore(id)).Expect(200);
    }

    [Fact]
    public async Task Held_IsNeitherRestoredNorPurgedByItsOwner()
    {
        var id = await house.Trashed();
        (await Admin.Post($"/api/v1/admin/deletions/{id}/hold", new { reason = "Evidence" })).Expect(202);

        var removal = (await Owner.Details(id)).Json.GetProperty("removal");
        Assert.Equal(("hold", "Evidence"), (removal.Text("by"), removal.Text("reason")));
        (await Owner.Restore(id)).Expect(409, "removed-by-admin");
        (await Owner.DeleteForGood(id)).Expect(409, "removed-by-admin");
        (await Owner.Post($"/video-delete-record/{id}")).Expect(409, "removed-by-admin");
        (await Owner.Get($"/userhome/delete/{id}", ("Accept", "text/html"))).Expect(409);
        await house.Site.Log.Says($@"changed the deletion of {id}: Hold \(Evidence\)");
        (await Admin.Post($"/api/v1/admin/deletions/{id}/hold", new { reason = new string('x', 501) })).Expect(400, "reason-invalid");

        (await Admin.Command(id, "release")).Expect(202);
        (await Owner.Restore(id)).Expect(200);
    }

    [Fact]
    public async Task Reason_IsTakenThroughTheEnvelope_AndRefusedWhenItIsNone()
    {
        var id = await house.Published("By envelope");
        foreach (var bad in new[] { new string('x', 501), "a\u0007b", "a\nb" })
        {
            (await Delete(Admin, id, new { reason = bad })).Expect(400, "reason-invalid");
            (await Admin.Patch($"/api/v1/videos/{id}", new { visibility = "private", reason = bad })).Expect(400, "reason-invalid");
        }

        (await Admin.Send(HttpMethod.Delete, $"/api/v1/videos/{id}", new StringContent("{\"reason\":", null, "application/json"))).Expect(400, "malformed-json");
        (await Delete(await Stranger(), id, new { reason = new string('x', 501) })).Expect(403);
        Assert.Equal("ready", (await Owner.Details(id)).Json.Text("state"));

        (await Admin.Post("/api", new { url = $"/api/v1/videos/{id}", method = "DELETE", req_body = new { reason = "In an envelope" } })).Expect(202);
        Assert.Equal("In an envelope", (await Owner.Details(id)).Json.GetProperty("removal").Text("reason"));
        (await Admin.Restore(id)).Expect(200);
        (await Admin.Post("/api", new { url = $"/api/v1/videos/{id}", method = "DELETE" })).Expect(202);
        Assert.Equal(JsonValueKind.Null, (await Owner.Details(id)).Json.GetProperty("removal").GetProperty("reason").ValueKind);
    }

    [Fact]
    public async Task Visibility_ThatAnAdminHasClosed_IsACeiling_ThatVisitorsHearNothingOf()
    {
        var id = await house.Published("Closed");
        (await Admin.Patch($"/api/v1/videos/{id}", new { visibility = "unlisted", reason = "Advertising" })).Expect(200);

        var limit = (await Owner.Details(id)).Json.GetProperty("visibilityLimit");
        Assert.Equal(("unlisted", "Advertising"), (limit.Text("most"), limit.Text("reason")));
        using var guest = house.Site.NewGuest();
        Assert.Equal(JsonValueKind.Null, (await guest.Details(id)).Expect(200).Json.GetProperty("visibilityLimit").ValueKind);
        Assert.DoesNotContain("Advertising", (await guest.Get($"/watch/{id}", ("Accept", "text/html"))).Expect(200).Text, StringComparison.Ordinal);
        Assert.Contains("Made unlisted by an administrator", (await Owner.Get($"/watch/{id}", ("Accept", "text/html"))).Expect(200).Text, StringComparison.Ordinal);
        (await Owner.Patch($"/api/v1/videos/{id}", new { visibility = "public" })).Expect(409, "removed-by-admin");
        Assert.Matches("value=\"public\"[^>]*disabled", (await Owner.Get($"/userhome/edit/{id}", ("Accept", "text/html"))).Expect(200).Text);
        (await Owner.Patch($"/api/v1/videos/{id}", new { visibility = "private" })).Expect(200);
        await house.Site.Log.Says($"Visibility of video {id} of {house.OwnerName} is Unlisted .*site-admin.*: Advertising");

        Assert.Equal("private", (await Admin.Patch($"/api/v1/videos/{id}", new { visibility = "public" })).Expect(200).Json.Text("visibility"));
        (await Owner.Patch($"/api/v1/videos/{id}", new { visibility = "public" })).Expect(200);
    }

    /// <summary>A form that was made by hand is refused as the API is.</summary>
    [Fact]
    public async Task Forms_OfPages_HoldTheSameRules()
    {
        var id = await house.Trashed();
        (await Delete(Admin, id, new { reason = "Spam" })).Expect(202);
        (await Owner.SendForm("/userhome", [], $"/userhome/delete/{id}?handler=Undo&returnUrl=/userhome")).Expect(302);
        Assert.Contains("An administrator removed, holds or limits this video", (await Owner.Get("/userhome")).Text, StringComparison.Ordinal);
        (await Owner.SendForm("/userhome", new() { ["ids"] = id }, "/userhome?handler=Restore")).Expect(302);
        Assert.Contains("An administrator removed, holds or limits this video", (await Owner.Get("/userhome")).Text, StringComparison.Ordinal);
        Assert.Equal("trashed", (await Owner.Details(id)).Json.Text("state"));
    }

    [Fact]
    public async Task ReasonThatIsNone_IsShownAgain_InItsForm()
    {
        var id = await house.Published("Kept for now");
        var reason = new string('x', 501);

        var remove = (await Admin.SendForm($"/userhome/delete/{id}", new() { ["Reason"] = reason }, $"/userhome/delete/{id}?handler=Trash")).Expect(400).Text;
        var edit = (await Admin.SendForm($"/userhome/edit/{id}", new()
        {
            ["Form.Title"] = "Kept for now", ["Form.Visibility"] = "private", ["Form.Reason"] = reason,
        })).Expect(400).Text;

        foreach (var page in new[] { remove, edit })
        {
            Assert.Contains($"value=\"{reason}\"", page, StringComparison.Ordinal);
            Assert.Contains("A reason has at most 500 characters", page, StringComparison.Ordinal);
        }

        Assert.Equal("ready", (await Owner.Details(id)).Json.Text("state"));
    }

    private async Task<SiteClient> Stranger() => await house.Site.NewMember();

    private static Task<Reply> Delete(SiteClient client, string id, object body) => client.Send(
        HttpMethod.Delete, $"/api/v1/videos/{id}", new StringContent(JsonSerializer.Serialize(body), null, "application/json"));

    private static JsonElement Listed(Reply reply, string id) =>
        reply.Expect(200).Json.GetProperty("items").EnumerateArray().Single(video => video.Text("id") == id);

    private static string UndoOf(string id) => $"/userhome/delete/{id}\\?[^\"]*handler=Undo";
}
