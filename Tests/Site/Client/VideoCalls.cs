using System.Text.Json;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Site.Client;

/// <summary>A video's life: draft, details, playing.</summary>
public static class VideoCalls
{
    private static readonly TimeSpan ProcessingDeadline = TimeSpan.FromSeconds(60);

    /// <summary>The id of a new draft.</summary>
    public static async Task<string> CreateDraft(this SiteClient client, string title = "A walk", string? visibility = null)
    {
        var reply = await client.Post("/api/v1/videos", visibility is null ? new { title } : new { title, visibility });
        return reply.Expect(201).Json.Text("id")!;
    }

    /// <summary>The id of a new video that plays the file, and has its poster.</summary>
    public static async Task<string> Publish(this SiteClient client, string file, string title = "A walk", string? visibility = null)
    {
        var id = await client.CreateDraft(title, visibility);
        (await client.Upload(id, file)).Expect(201);
        await client.WaitForState(id, "ready");
        await client.WaitForPoster(id);
        return id;
    }

    /// <summary>The details as soon as the video, which plays, has its poster.</summary>
    public static async Task<JsonElement> WaitForPoster(this SiteClient client, string id) =>
        (await Eventually.Get($"video {id} has its poster", ProcessingDeadline, async () =>
            await client.Details(id) is { Status: 200 } reply && reply.Json.Text("posterUrl") is not null ? reply : null)).Json;

    public static Task<Reply> Details(this SiteClient client, string id) => client.Get($"/api/v1/videos/{id}");

    public static Task<Reply> Edit(this SiteClient client, string id, object change) => client.Patch($"/api/v1/videos/{id}", change);

    /// <summary>The details as soon as the video is in the state; fails at once when it ends as failed instead.</summary>
    public static Task<JsonElement> WaitForState(this SiteClient client, string id, string state) =>
        client.WaitForState(id, state, ProcessingDeadline);

    /// <inheritdoc cref="WaitForState(SiteClient, string, string)"/>
    public static async Task<JsonElement> WaitForState(this SiteClient client, string id, string state, TimeSpan within)
    {
        var last = "";
        var found = await Eventually.Get($"video {id} becomes {state}", within, async () =>
        {
            var reply = await client.Details(id);
            if (reply.Status != 200) return null;
            last = reply.Json.Text("state");
            if (last == "failed" && state != "failed") Assert.Fail($"The video failed: {reply.Json.Text("failure")}");
            return last == state ? reply : null;
        });
        return found.Json;
    }

    public static Task<Reply> Play(this SiteClient client, string id, params (string Name, string Value)[] headers) =>
        client.Get($"/videos/{id}", headers);

    /// <summary>Plays a part; the range is as in the header, <c>0-99</c> or <c>-5</c>.</summary>
    public static Task<Reply> PlayRange(this SiteClient client, string id, string range) =>
        client.Play(id, ("Range", "bytes=" + range));
}
