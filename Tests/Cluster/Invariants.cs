using System.Security.Cryptography;
using Dapper;
using Npgsql;
using OrleansVideo.Tests.Cluster.Load;
using OrleansVideo.Tests.Site.Client;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Cluster;

/// <summary>What must hold once the dust has settled, whatever was killed: everything that the site acknowledged.</summary>
public sealed class Invariants(LocalCluster cluster, ClusterLoad load, Timeline timeline)
{
    private const int DoneState = 1;
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(90);

    public async Task Check()
    {
        var promises = load.Promises;
        timeline.Note($"The load is over: {promises}");
        Assert.DoesNotContain(promises.Failures, failure => failure.Kind == FailureKind.Wrong);
        using var admin = new SiteClient(cluster.Address);
        (await admin.SignIn(SiteSettings.AdminName, SiteSettings.AdminPassword)).Expect(200);
        await Deletions(admin, promises);
        await Uploads(admin, promises);
        await Comments(admin, promises);
        await Lists(admin, promises);
        timeline.Note("All invariants hold");
    }

    /// <summary>Every acknowledged deletion happened, once in the ledger, and left no file.</summary>
    private async Task Deletions(SiteClient admin, Promises promises)
    {
        foreach (var id in promises.Deletions.Keys) await admin.WaitForState(id, "purged", Settled);
        await using var database = new NpgsqlConnection(await cluster.ConnectionString());
        var finished = (await database.QueryAsync<(string Id, long Rows, long Done)>(
                $"select video_id, count(*), count(case when state = {DoneState} then 1 end) from deletions group by video_id"))
            .ToDictionary(row => row.Id);
        foreach (var id in promises.Deletions.Keys)
        {
            Assert.True(finished.TryGetValue(id, out var row) && row is { Rows: 1, Done: 1 }, $"The deletion of {id} is not once in the ledger: {row}");
            Assert.Empty(cluster.FilesOf(id));
        }

        timeline.Note($"{promises.Deletions.Count} acknowledged deletions happened, each once in the ledger");
    }

    /// <summary>Every acknowledged upload plays bit for bit.</summary>
    private async Task Uploads(SiteClient admin, Promises promises)
    {
        var kept = promises.Uploads.Where(upload => !promises.Doomed.ContainsKey(upload.Key)).ToArray();
        foreach (var (id, hash) in kept)
        {
            await admin.WaitForState(id, "ready", Settled);
            var played = SHA256.HashData((await admin.Play(id)).Expect(200).Body);
            Assert.True(hash.SequenceEqual(played), $"Video {id} plays other bytes than were uploaded");
        }

        Assert.NotEmpty(kept);
        timeline.Note($"{kept.Length} acknowledged uploads play bit for bit");
    }

    /// <summary>No acknowledged comment is lost.</summary>
    private async Task Comments(SiteClient admin, Promises promises)
    {
        var found = new HashSet<string>();
        for (string? cursor = ""; cursor is not null;)
        {
            var page = (await admin.Get($"/api/v1/videos/{load.Film}/comments?limit=100{(cursor.Length == 0 ? "" : "&cursor=" + cursor)}")).Expect(200).Json;
            found.UnionWith(page.GetProperty("items").EnumerateArray().Select(comment => comment.Text("id")!));
            cursor = page.Text("nextCursor");
        }

        Assert.Empty(promises.Comments.Keys.Except(found));
        Assert.NotEmpty(promises.Comments);
        timeline.Note($"{promises.Comments.Count} acknowledged comments are there");
    }

    /// <summary>No video is half in a list: what is listed can be played, and what was kept is listed.</summary>
    private async Task Lists(SiteClient admin, Promises promises)
    {
        var listed = new HashSet<string>();
        for (string? cursor = ""; cursor is not null;)
        {
            var page = (await admin.Get($"/api/v1/videos?limit=100{(cursor.Length == 0 ? "" : "&cursor=" + cursor)}")).Expect(200).Json;
            listed.UnionWith(page.GetProperty("items").EnumerateArray().Select(video => video.Text("id")!));
            cursor = page.Text("nextCursor");
        }

        Assert.Empty(promises.Uploads.Keys.Except(promises.Doomed.Keys).Except(listed));
        foreach (var id in listed) (await admin.Send(HttpMethod.Head, $"/videos/{id}")).Expect(200);
        timeline.Note($"{listed.Count} videos are listed, and every one of them plays");
    }
}
