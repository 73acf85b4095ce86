namespace OrleansVideo.Benchmarks.Streaming;

/// <summary>What a reader must know before the figures: what ran, on what, and how busy it was already.</summary>
internal static class ReportHead
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(3);

    /// <summary>Writes it.</summary>
    /// <param name="report">Takes the lines.</param>
    /// <param name="repository">The working copy.</param>
    /// <param name="servers">The servers, which run and are idle.</param>
    public static async Task Write(Report report, string repository, IEnumerable<FilmServer> servers)
    {
        var commit = await FirstLine("git", "-C", repository, "rev-parse", "--short", "HEAD");
        string[] versions = [await FirstLine("nginx", "-v"), await FirstLine("go", "version"), await FirstLine("wrk", "-v")];
        var load = new MachineLoad([.. servers.SelectMany(server => server.Pids)]);
        await Task.Delay(Look);
        report.Add($"""
            # Streaming, {TimeProvider.System.GetLocalNow():yyyy-MM-dd HH:mm}

            `dotnet run -c Release --project Benchmarks -- streaming` at commit {commit}: the whole site (routing, stream token, grain look-up)
            beside nginx (2 workers, `sendfile on; tcp_nopush off`) and Go's `http.FileServer`, on loopback; load by wrk. A film of {BenchmarkFilm.Length >> 20} MB,
            in the page cache. Load generator and servers share {Environment.ProcessorCount} cores.
            .NET {Environment.Version}; {string.Join("; ", versions)}; Linux {Environment.OSVersion.Version}.

            At the start: load average {MachineLoad.Average:0.0}, {load.ForeignCores:0.00} cores busy with other work.

            """);
    }

    private static async Task<string> FirstLine(string program, params string[] arguments) =>
        (await RequiredTool.Run(program, arguments)).Output.Split('\n')[0].Split(" Copyright")[0].Trim();
}
