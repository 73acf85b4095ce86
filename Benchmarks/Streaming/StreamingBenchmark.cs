using System.Globalization;

namespace OrleansVideo.Benchmarks.Streaming;

/// <summary>
/// <c>dotnet run -c Release --project Benchmarks -- streaming</c>: the whole site beside nginx and Go's file server, serving the same
/// film on this machine; as Markdown tables, which are kept in <c>docs/benchmarks</c>.
/// </summary>
internal static class StreamingBenchmark
{
    /// <summary>Runs it.</summary>
    /// <param name="repository">The working copy.</param>
    public static async Task RunAsync(string repository)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        foreach (var tool in RequiredTool.All.Where(tool => !tool.IsThere))
        {
            await Console.Error.WriteLineAsync($"{tool.Program} is missing; on Debian: apt-get install {tool.Package}");
            Environment.ExitCode = 1;
        }

        if (Environment.ExitCode != 0) return;
        var directory = Directory.CreateTempSubdirectory("orleansvideo-benchmark-").FullName;
        try
        {
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
        await SiteServer.Build(repository);
        using var site = new SiteServer(repository, Path.Combine(directory, "data"));
        using var nginx = new NginxServer(Directory.CreateDirectory(Path.Combine(directory, "nginx")).FullName, film);
        using var go = await GoServer.Build(repository, directory, film);
        FilmServer[] servers = [site, nginx, go];
        foreach (var server in servers) await server.Start();
        await site.Publish(film);
        foreach (var server in servers) await AnswerCheck.Expect(server, film);

        var report = Report.OfToday(repository, "streaming");
        await ReportHead.Write(report, repository, servers);
        var script = Path.Combine(repository, "Benchmarks", "Streaming", "peers", "ranges.lua");
        await new ThroughputTable(script, servers, report).Fill();
        await new SlowViewersTable(servers, film, report).Fill();
    }
}
