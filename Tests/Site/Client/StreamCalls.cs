using System.Text.Json;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Site.Client;

/// <summary>Stream tokens: what viewers say and ask, and what admins do.</summary>
public static class StreamCalls
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    /// <summary>The watch page's beat.</summary>
    public static async Task Beat(this SiteClient viewer, string film, string state) =>
        (await viewer.Post($"/api/v1/videos/{film}/playback", new { state, position = 1.5 })).Expect(204);

    public static Task<Reply> Queue(this SiteClient viewer, string film) => viewer.Get($"/api/v1/videos/{film}/queue");

    /// <summary>The viewer's place, who has one.</summary>
    public static async Task<int> Place(this SiteClient viewer, string film) =>
        (await viewer.Queue(film)).Expect(200).Json.GetProperty("position").GetInt32();

    public static async Task<JsonElement> Streams(this SiteClient admin, string query = "") =>
        (await admin.Get("/api/v1/admin/streams" + query)).Expect(200).Json;

    public static Task<Reply> SetCapacity(this SiteClient admin, int? maxStreams) =>
        admin.Put("/api/v1/admin/streams/capacity", new { maxStreams });

    public static Task<Reply> Evict(this SiteClient admin, string lease) => admin.Delete($"/api/v1/admin/streams/{lease}");

    /// <summary>Waits until so many tokens are held.</summary>
    public static Task<TimeSpan> HeldBecomes(this SiteClient admin, int held) =>
        Eventually.True($"{held} tokens are held", Soon, async () => (await admin.Streams()).GetProperty("held").GetInt32() == held);
}
