using Npgsql;
using OrleansVideo.Benchmarks.Cluster;
using OrleansVideo.Benchmarks.Streaming;
using OrleansVideo.Grains.Database;
using OrleansVideo.Silo.Database;

namespace OrleansVideo.Benchmarks.Catalog;

/// <summary>A site that runs over a seeded database.</summary>
/// <param name="Name">The database, and of what the site is made.</param>
/// <param name="Address">A frontend.</param>
/// <param name="Pids">The processes of the site, its database's among them.</param>
/// <param name="Database">The database itself, for what is not asked over HTTP.</param>
internal sealed record SeededSite(string Name, Uri Address, int[] Pids, IVideoDatabase Database)
{
    /// <summary>One process with SQLite.</summary>
    /// <param name="repository">The working copy, built.</param>
    /// <param name="directory">A directory of this run.</param>
    /// <param name="videos">How many videos.</param>
    /// <param name="measure">What is done with it while it runs.</param>
    public static async Task WithSqliteAsync(string repository, string directory, int videos, Func<SeededSite, Task> measure)
    {
        var data = Directory.CreateDirectory(Path.Combine(directory, "data")).FullName;
        using var site = new SiteServer(repository, data);
        await site.Start(); // Makes its database.
        site.Dispose();
        var file = Directory.EnumerateFiles(data, "*.db").Single();
        await CatalogSeed.RunAsync("sqlite", file, videos);
        await site.Start();
        using var source = new SqliteDataSource(file, SqliteSynchronous.Normal);
        await measure(new SeededSite("SQLite, one process", site.Address, site.Pids, new SqliteVideoDatabase(source)));
    }

    /// <summary>A silo and a frontend with PostgreSQL.</summary>
    /// <inheritdoc cref="WithSqliteAsync"/>
    public static async Task WithPostgresAsync(string repository, int videos, Func<SeededSite, Task> measure)
    {
        var directory = Directory.CreateTempSubdirectory("orleansvideo-benchmark-").FullName; // PostgreSQL's own user must get to it.
        var script = new ClusterScript(
            repository, directory, LoopbackPort.Next(), new Dictionary<string, string> { ["OrleansVideo__Limits__SearchesPerMinute"] = "0" });
        try
        {
            await script.Up();
            foreach (var name in (string[])["proxy", "web-2", "silo-2"]) await script.Stop(name);
            var password = (await File.ReadAllTextAsync(Path.Combine(directory, "conf", "orleansvideo_site.password"))).Trim();
            var status = await script.Status();
            var connection = $"Host=127.0.0.1;Port={status["postgres"].Port};Database=orleansvideo;Username=orleansvideo_site;Password={password}";
            await using var source = NpgsqlDataSource.Create(connection);
            var database = new PostgresVideoDatabase(source);
            await CatalogSeed.FillAsync(database, videos, TimeProvider.System.GetUtcNow());
            await measure(new SeededSite(
                "PostgreSQL, a silo and a frontend",
                new Uri($"http://127.0.0.1:{status["web-1"].Port}/"),
                [status["web-1"].Pid, status["silo-1"].Pid, status["postgres"].Pid],
                database));
        }
        finally
        {
            await script.Down();
            Directory.Delete(directory, recursive: true);
        }
    }
}
