using System.Globalization;
using OrleansVideo.Benchmarks.Streaming;

namespace OrleansVideo.Benchmarks.Pages;

/// <summary>
/// <c>dotnet run -c Release --project Benchmarks -- pages</c>: how long the site takes to answer with its pages when it has ten thousand
/// public videos, beside nginx with the same bytes as a file; as a Markdown table, which is kept in <c>docs/benchmarks</c>.
/// </summary>
internal static class PagesBenchmark
{
    private const int Videos = 10_000;
    private const string Copy = "home.html";

    /// <summary>Runs it.</summary>
    /// <param name="repository">The working copy.</param>
    public static async Task RunAsync(string repository)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        var directory = Directory.CreateTempSubdirectory("orleansvideo-benchmark-").FullName;
        try
        {
            await SiteServer.Build(repository);
            await Measure(repository, directory);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static async Task Measure(string repository, string directory)
    {
        var film = await BenchmarkFilm.Make(Directory.CreateDirectory(Path.Combine(directory, "film")).FullName);
        var data = Path.Combine(directory, "data");
        using var site = new SiteServer(repository, data);
        using var nginx = new NginxServer(Directory.CreateDirectory(Path.Combine(directory, "nginx")).FullName, film);
        await site.Start();
        await site.Publish(film);
        site.Dispose();
        await new PublicVideos(data).Make(site.Film.Segments[^1], Videos);
        await site.Start();
        await nginx.Start();
        using (var client = new HttpClient())
            await File.WriteAllBytesAsync(Path.Combine(Path.GetDirectoryName(film.Path)!, Copy), await client.GetByteArrayAsync(site.Address));

        var report = Report.OfToday(repository, "pages");
        report.Add($"""
            # Pages, {TimeProvider.System.GetLocalNow():yyyy-MM-dd HH:mm}

            `dotnet run -c Release --project Benchmarks -- pages`: one process with SQLite and {Videos:N0} public videos, default options,
            for visitors without an account, uncompressed, on loopback. Load generator and servers share {Environment.ProcessorCount} cores;
            load average at the start {MachineLoad.Average:0.0}. .NET {Environment.Version}.

            """);
        await new PagesTable(report, [.. site.Pids, .. nginx.Pids]).Fill(
        [
            ("first page", site.Address),
            ("the same bytes by nginx", new Uri(nginx.Address, Copy)),
            ("a search", new Uri(site.Address, "/?query=mountains")),
            ("watch page", new Uri(site.Address, $"/watch/{site.Film.Segments[^1]}")),
        ]);
    }
}
