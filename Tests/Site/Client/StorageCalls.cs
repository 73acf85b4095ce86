using System.Text.Json;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Site.Client;

/// <summary>Files and records, as admins look at them.</summary>
public static class StorageCalls
{
    private const string Root = "/api/v1/admin/storage";

    public static Task<Reply> Storage(this SiteClient admin) => admin.Get(Root);

    public static Task<Reply> Scan(this SiteClient admin, bool dryRun) => admin.Post(Root + "/scans", new { dryRun });

    public static Task<Reply> ScanAsText(this SiteClient admin, string body) => admin.PostText(Root + "/scans", body);

    public static Task<Reply> Findings(this SiteClient admin, string query = "") => admin.Get(Root + "/findings" + query);

    public static Task<Reply> QuarantineFile(this SiteClient admin, string finding) => admin.Post($"{Root}/findings/{finding}/quarantine");

    public static Task<Reply> RestoreFile(this SiteClient admin, string finding) => admin.Post($"{Root}/findings/{finding}/restore");

    /// <summary>Has the storage scanned, to the end.</summary>
    public static async Task<JsonElement> Scanned(this SiteClient admin, bool dryRun)
    {
        (await admin.Scan(dryRun)).Expect(202);
        await Eventually.True("the scan ends", TimeSpan.FromSeconds(60), async () => !(await admin.Storage()).Expect(200).Json.GetProperty("scanning").GetBoolean());
        return (await admin.Storage()).Json;
    }

    /// <summary>The latest finding of a path, among the newest hundred; null when there is none.</summary>
    public static async Task<JsonElement?> Finding(this SiteClient admin, string path)
    {
        var items = (await admin.Findings("?limit=100")).Expect(200).Json.GetProperty("items").EnumerateArray();
        return items.Cast<JsonElement?>().FirstOrDefault(item => item!.Value.Text("path") == path);
    }
}
