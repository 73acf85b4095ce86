using System.Text.Json;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Site.Client;

/// <summary>What admins see of deletions, and do about them.</summary>
public static class DeletionAdminCalls
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    public static async Task<JsonElement> Deletions(this SiteClient admin, string query = "") =>
        (await admin.Get("/api/v1/admin/deletions" + query)).Expect(200).Json;

    /// <summary>An admin's look into the ledger: all deletions of a video, the newest first.</summary>
    public static async Task<JsonElement[]> DeletionsOf(this SiteClient admin, string id) =>
        [.. (await admin.Deletions($"?videoId={id}&limit=100")).GetProperty("items").EnumerateArray()];

    /// <summary>The video's newest deletion.</summary>
    public static async Task<JsonElement> Deletion(this SiteClient admin, string id) =>
        (await admin.Deletions($"?videoId={id}&limit=1")).GetProperty("items").EnumerateArray().First();

    public static Task<Reply> Command(this SiteClient admin, string id, string command) =>
        admin.Post($"/api/v1/admin/deletions/{id}/{command}");

    public static Task<Reply> ReplayDeadLetters(this SiteClient admin) => admin.Post("/api/v1/admin/deletions/replay");

    /// <summary>The video's newest deletion as soon as it is in this state.</summary>
    public static async Task<JsonElement> DeletionBecomes(this SiteClient admin, string id, string state)
    {
        await Eventually.True($"the deletion of {id} becomes {state}", Soon,
            async () => (await admin.Deletion(id)).Text("state") == state);
        return await admin.Deletion(id);
    }
}
