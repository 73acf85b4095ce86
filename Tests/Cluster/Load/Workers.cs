using System.Security.Cryptography;
using OrleansVideo.Tests.Site.Client;

namespace OrleansVideo.Tests.Cluster.Load;

/// <summary>What the people of the load do, again and again, until they are told to stop. Each step either is acknowledged or is noted as failed.</summary>
internal static class Workers
{
    private const int FilmLength = 500_000;

    /// <summary>Uploads a film of its own.</summary>
    public static async Task Upload(Person person, Promises promises)
    {
        if (await Draft(person, "Kept") is not { } id) return;
        await Send(person, promises, id);
    }

    /// <summary>Uploads a film, and deletes it for good; a deletion whose outcome is unknown is asked for again.</summary>
    public static async Task UploadAndDelete(Person person, Promises promises)
    {
        if (await Draft(person, "Doomed") is not { } id) return;
        if (!await Send(person, promises, id)) return;
        promises.Doomed[id] = true;
        if (await person.Ask(client => client.DeleteForGood(id), 202) is not null) promises.Deletions[id] = true;
    }

    /// <summary>Comments on a film.</summary>
    public static async Task Comment(Person person, Promises promises, string film)
    {
        if (await person.Ask(client => client.Comment(film, $"Comment {Guid.NewGuid():N}"), 201) is { } reply)
            promises.Comments[reply.Json.Text("id")!] = film;
    }

    /// <summary>Reads the newest videos: what is listed is whole, and nothing that was deleted before is among it.</summary>
    public static async Task List(Person person, Promises promises)
    {
        var deleted = promises.Deletions.Keys.ToHashSet();
        if (await person.Ask(client => client.Get("/api/v1/videos?limit=100"), 200) is not { } list) return;
        foreach (var item in list.Json.GetProperty("items").EnumerateArray())
        {
            var id = item.Text("id")!;
            var isWhole = item.Text("state") == "ready" && item.GetProperty("size").GetInt64() > 0
                && item.GetProperty("durationSeconds").GetDouble() > 0 && item.Text("publishedAt") is not null;
            if (!isWhole) promises.Fail(FailureKind.Wrong, $"video {id} in the list", item.ToString());
            if (deleted.Contains(id)) promises.Fail(FailureKind.Wrong, $"video {id} in the list", "its deletion was acknowledged before");
        }
    }

    /// <summary>Plays a part of a film, and compares every byte.</summary>
    public static async Task Seek(Person person, Promises promises, string film, byte[] content)
    {
        var from = Random.Shared.Next(content.Length - 100_000);
        if (await person.Ask(client => client.PlayRange(film, $"{from}-{from + 99_999}"), 206) is { } part
            && !part.Body.AsSpan().SequenceEqual(content.AsSpan(from, 100_000)))
        {
            promises.Fail(FailureKind.Wrong, part.Request, "other bytes than the film's");
        }
    }

    private static async Task<string?> Draft(Person person, string title) =>
        (await person.Ask(client => client.Post("/api/v1/videos", new { title }), 201))?.Json.Text("id");

    private static async Task<bool> Send(Person person, Promises promises, string id)
    {
        var film = await PaddedFilm.OfLength(FilmLength);
        if (await person.Ask(client => client.Upload(id, film), 201) is null) return false;
        promises.Uploads[id] = SHA256.HashData(film);
        return true;
    }
}
