using System.Text.Json;
using OrleansVideo.Tests.Site.Client;

namespace OrleansVideo.Tests.Site.Administration;

/// <summary>The ledger as admins read it by the API.</summary>
[Collection(DeletionAdminCollection.Name)]
[Trait("Needs", "ffmpeg")]
public sealed class DeletionListTests(DeletionAdminSite house)
{
    private SiteClient Admin => house.Admin;

    [Fact]
    public async Task List_PageByPage_HasEveryDeletionOnce_TheNewestFirst()
    {
        var ids = await house.Deleted(5);
        List<JsonElement> rows = [];
        var query = "?state=done&limit=2";

        while (query is not null)
        {
            var page = await Admin.Deletions(query);
            rows.AddRange(page.GetProperty("items").EnumerateArray());
            Assert.InRange(page.GetProperty("items").GetArrayLength(), 1, 2);
            query = page.Text("nextCursor") is { } cursor ? $"?state=done&limit=2&cursor={cursor}" : null;
        }

        Assert.Equal(rows.Count, rows.Select(row => row.Text("videoId")).Distinct().Count());
        Assert.Superset(ids.ToHashSet(), rows.Select(row => row.Text("videoId")!).ToHashSet());
        Assert.Equal(rows.OrderByDescending(row => row.Time("requestedAt")).Select(row => row.Time("requestedAt")), rows.Select(row => row.Time("requestedAt")));
        Assert.All(rows, row => Assert.Equal("done", row.Text("state")));
    }

    [Fact]
    public async Task List_FilteredByVideoAndState_HasOnlyThose_AndIsNotKept()
    {
        var id = await house.Trashed();

        var reply = (await Admin.Get($"/api/v1/admin/deletions?videoId={id}&state=waiting")).Expect(200);

        var row = Assert.Single(reply.Json.GetProperty("items").EnumerateArray());
        Assert.Equal((id, house.OwnerName, house.OwnerName), (row.Text("videoId")!, row.Text("owner")!, row.Text("requestedBy")!));
        Assert.Equal(row.Time("dueAt"), row.Time("nextAttemptAt"));
        Assert.Equal(JsonValueKind.Null, row.GetProperty("lastError").ValueKind);
        Assert.Equal("no-store", reply.Header("Cache-Control"));
        Assert.Empty((await Admin.Deletions($"?videoId={id}&state=held")).GetProperty("items").EnumerateArray());
        Assert.Empty((await Admin.Deletions($"?videoId={Guid.NewGuid()}")).GetProperty("items").EnumerateArray());
    }

    [Theory]
    [InlineData("?limit=0")]
    [InlineData("?limit=101")]
    [InlineData("?cursor=next")]
    [InlineData("?state=deadletter")]
    [InlineData("?state=")]
    [InlineData("?state=1")]
    [InlineData("?videoId=1")]
    [InlineData("?videoId=")]
    public async Task List_OfWhatIsNone_IsRefused(string query) =>
        (await Admin.Get("/api/v1/admin/deletions" + query)).Expect(400, "query-invalid");

    [Fact]
    public async Task Export_HasEveryDeletion_HoweverManyPages_AndNoFormula()
    {
        var ids = await house.Deleted(110);

        var reply = (await Admin.Get("/api/v1/admin/deletions.csv")).Expect(200);

        Assert.Equal("text/csv; charset=utf-8", reply.Header("Content-Type"));
        Assert.Equal("attachment; filename=\"deletions.csv\"", reply.Header("Content-Disposition"));
        Assert.Equal("no-store", reply.Header("Cache-Control"));
        var lines = reply.Text.Split("\r\n");
        Assert.Equal(
            "videoId,owner,state,requestedBy,requestedAt,dueAt,attempts,nextAttemptAt,lastError,silo,bytesFreed,finishedAt,durationSeconds",
            lines[0]);
        Assert.Equal("", lines[^1]);
        Assert.Superset(ids.ToHashSet(), lines[1..^1].Select(line => line.Split(',')[0]).ToHashSet());
        Assert.All(lines[1..^1], line => Assert.Equal($"\"'{house.OwnerName}\"", line.Split(',')[1]));
    }
}
