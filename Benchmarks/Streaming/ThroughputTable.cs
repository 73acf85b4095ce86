namespace OrleansVideo.Benchmarks.Streaming;

/// <summary>How fast, and for how much CPU: the servers side by side, in alternating rounds.</summary>
/// <param name="script">wrk's Lua script.</param>
/// <param name="servers">The servers: the site, nginx, Go.</param>
/// <param name="report">Takes the lines.</param>
internal sealed class ThroughputTable(string script, IReadOnlyList<FilmServer> servers, Report report)
{
    private const int Rounds = 3;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(8);

    /// <summary>Measures all loads.</summary>
    public async Task Fill()
    {
        report.Add($"""
            Medians of {Rounds} alternating rounds of {Measured.TotalSeconds:0} s (site, nginx, Go, site, …). MB and GB are 10⁶ and 10⁹ bytes; CPU is the
            server's, user and system; memory is resident right after. The load average is the highest of the row's rounds. Foreign cores
            are those that other work kept busy: where they differ between servers, so does what was left for each.

            | load | MB/s: site, nginx, Go | × nginx | × Go | CPU s/GB: site, nginx, Go | CPU × nginx | CPU × Go | MB of memory: site, nginx, Go | load average | foreign cores: site, nginx, Go |
            | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
            """);
        List<(Workload Load, Samples[] Results)> rows = [];
        foreach (var load in Workload.All)
        {
            rows.Add((load, await Measure(load)));
            report.Add(Row(load, rows[^1].Results));
        }

        report.Add("""

            Each round: MB/s, CPU s/GB, foreign cores.

            | load | server | rounds |
            | --- | --- | --- |
            """);
        foreach (var (load, results) in rows)
        {
            foreach (var (server, samples) in servers.Zip(results)) report.Add($"| {load.Name} | {server.Name} | {samples} |");
        }
    }

    private async Task<Samples[]> Measure(Workload load)
    {
        foreach (var server in servers) await WrkRun.Of(script, server, load, WarmUp);
        var rounds = servers.Select(_ => new List<Sample>()).ToArray();
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var (server, samples) in servers.Zip(rounds))
                samples.Add(await Sample.Take(servers, server, () => WrkRun.Of(script, server, load, Measured)));
        }

        return [.. rounds.Select(samples => new Samples(samples))];
    }

    private static string Row(Workload load, Samples[] results)
    {
        string Each(Func<Samples, string> cell) => string.Join(", ", results.Select(cell));
        var (site, nginx, go) = (results[0], results[1], results[2]);
        return $"| {load.Name} | {Each(server => $"{server.Rate:0}")} | {site.Rate / nginx.Rate:0.00} | {site.Rate / go.Rate:0.00} "
            + $"| {Each(server => $"{server.CpuPerGigabyte:0.00}")} "
            + $"| {site.CpuPerGigabyte / nginx.CpuPerGigabyte:0.00} | {site.CpuPerGigabyte / go.CpuPerGigabyte:0.00} "
            + $"| {Each(server => $"{server.Megabytes:0}")} | {results.Max(server => server.LoadAverage):0.0} "
            + $"| {Each(server => $"{server.ForeignCores:0.00}")} |";
    }
}
