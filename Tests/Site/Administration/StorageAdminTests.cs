using OrleansVideo.Tests.Site.Client;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Site.Administration;

/// <summary>An admin asks which files nobody needs, and moves them.</summary>
public sealed class StorageAdminTests(SharedSite shared) : SiteTest(shared)
{
    private readonly string _path = $"parts/{Guid.CreateVersion7():D}.1.part";
    private SiteClient _admin = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _admin = await Site.Admin();
        await File.WriteAllTextAsync(InPlace, "nobody's");
        File.SetLastWriteTimeUtc(InPlace, File.GetLastWriteTimeUtc(InPlace).AddHours(-2));
    }

    public override ValueTask DisposeAsync()
    {
        File.Delete(InPlace);
        _admin.Dispose();
        return base.DisposeAsync();
    }

    private string InPlace => Path.Combine(Site.DataDirectory, "media", _path);

    private string InQuarantine => Path.Combine(Site.DataDirectory, "media", "quarantine", _path);

    [Fact]
    public async Task Finding_OfADryRun_GoesToQuarantineAndBack()
    {
        var state = await _admin.Scanned(dryRun: true);
        Assert.True(state.GetProperty("dryRun").GetBoolean());
        Assert.True(state.GetProperty("files").GetInt64() >= 1);
        Assert.True(state.GetProperty("findings").GetProperty("stalePart").GetInt64() >= 1);
        Assert.True(File.Exists(InPlace));

        var found = (await _admin.Finding(_path))!.Value;
        Assert.Equal(("stalePart", "found"), (found.Text("kind"), found.Text("state")));
        Assert.Equal(8, found.GetProperty("size").GetInt64());
        Assert.EndsWith(".", found.Text("reason"), StringComparison.Ordinal);
        var id = found.Text("id")!;

        Assert.Equal("quarantined", (await _admin.QuarantineFile(id)).Expect(202).Json.Text("state"));
        Assert.Equal((false, true), (File.Exists(InPlace), File.Exists(InQuarantine)));
        Assert.Equal("quarantined", (await _admin.Finding(_path))!.Value.Text("state"));
        Assert.NotNull((await _admin.Finding(_path))!.Value.Text("restorableUntil"));

        Assert.Equal("restored", (await _admin.RestoreFile(id)).Expect(202).Json.Text("state"));
        Assert.Equal((true, false), (File.Exists(InPlace), File.Exists(InQuarantine)));

        if (SharedSite.IsAttached) return;
        await Site.Log.Says(@"site-admin \([0-9a-f-]{36}\) started a dry run of the storage scan");
        await Site.Log.Says($@"site-admin \([0-9a-f-]{{36}}\) moved {_path} into quarantine, by finding {id}");
        await Site.Log.Says($@"site-admin \([0-9a-f-]{{36}}\) moved {_path} back from quarantine, by finding {id}");
    }

    [Fact]
    public async Task Scan_MovesByItself_WhatNobodyNeeds()
    {
        await _admin.Scanned(dryRun: false);
        Assert.Equal("quarantined", (await _admin.Finding(_path))!.Value.Text("state"));
        Assert.Equal((false, true), (File.Exists(InPlace), File.Exists(InQuarantine)));
    }

    [Fact]
    public async Task Findings_ComePageByPage_AndByState()
    {
        await _admin.Scanned(dryRun: true);
        var first = (await _admin.Findings("?limit=1")).Expect(200).Json;
        Assert.Equal(1, first.GetProperty("items").GetArrayLength());
        if (first.Text("nextCursor") is { } cursor)
        {
            var second = (await _admin.Findings($"?limit=1&cursor={cursor}")).Expect(200).Json;
            Assert.NotEqual(first.GetProperty("items")[0].Text("id"), second.GetProperty("items")[0].Text("id"));
        }

        var found = (await _admin.Findings("?state=found&limit=100")).Expect(200).Json.GetProperty("items").EnumerateArray().ToArray();
        Assert.Contains(found, item => item.Text("path") == _path);
        Assert.All(found, item => Assert.Equal("found", item.Text("state")));
    }

    [Theory]
    [InlineData("?state=lost")]
    [InlineData("?limit=0")]
    [InlineData("?cursor=x")]
    public async Task Query_ThatIsNone_IsRefused(string query) => (await _admin.Findings(query)).Expect(400, "query-invalid");

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"dryRun":null}""")]
    [InlineData("""{"dryRun":"no"}""")]
    [InlineData("""{"dryrun""")]
    [InlineData("[true]")]
    public async Task Scan_WithoutAClearWord_IsRefused_AndMovesNothing(string body)
    {
        (await _admin.ScanAsText(body)).Expect(400, "malformed-json");
        Assert.True(File.Exists(InPlace));
    }

    [Fact]
    public async Task Finding_ThatCannotMove_SaysWhy()
    {
        await _admin.Scanned(dryRun: true);
        var id = (await _admin.Finding(_path))!.Value.Text("id")!;

        (await _admin.RestoreFile(id)).Expect(409, "finding-not-movable");
        File.SetLastWriteTimeUtc(InPlace, File.GetLastWriteTimeUtc(InPlace).AddHours(2));
        (await _admin.QuarantineFile(id)).Expect(409, "file-wanted");
        (await _admin.QuarantineFile(Guid.NewGuid().ToString())).Expect(404, "not-found");
        (await _admin.RestoreFile(Guid.NewGuid().ToString())).Expect(404, "not-found");
        (await _admin.RestoreFile("1")).Expect(404);
        Assert.True(File.Exists(InPlace));
    }

    [Fact]
    public async Task Strangers_SeeAndMoveNothing()
    {
        await _admin.Scanned(dryRun: true);
        var id = (await _admin.Finding(_path))!.Value.Text("id")!;
        using var guest = Site.NewGuest();
        using var member = await Site.NewMember();
        foreach (var (stranger, status, problem) in new[] { (guest, 401, "sign-in-required"), (member, 403, "not-yours") })
        {
            (await stranger.Storage()).Expect(status, problem);
            (await stranger.Scan(dryRun: false)).Expect(status, problem);
            (await stranger.Findings()).Expect(status, problem);
            (await stranger.QuarantineFile(id)).Expect(status, problem);
            (await stranger.RestoreFile(id)).Expect(status, problem);
        }

        Assert.True(File.Exists(InPlace));
    }
}
