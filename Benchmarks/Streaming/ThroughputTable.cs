namespace OrleansVideo.Benchmarks.Streaming;

/// <summary>How fast, and for how much CPU: the servers side by side, in alternating rounds.</summary>
/// <param name="script">wrk's Lua script.</param>
/// <param name="site">The site.</param>
/// <param name="nginx">A peer.</param>
/// <param name="go">Another.</param>
/// <param name="report">Takes the lines.</param>
internal sealed class ThroughputTable(string script, FilmServer site, FilmServer nginx, FilmServer go, Report report)
{
    private const int Rounds = 3;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(8);
    private readonly FilmServer[] _servers = [site, nginx, go];

    /// <summary>Measures all loads.</summary>
    public async Task Fill()
    {
        report.Add($"""
            Medians of {Rounds} alternating rounds of {Measured.TotalSeconds:0} s (site, nginx, Go, site, …). MB and GB are 10⁶ and 10⁹ bytes; CPU is the
            server's, user and system; memory is resident right after. Load average and foreign cores: the lowest and the highest of the
            row's rounds.

            | load | MB/s: site, nginx, Go | × nginx | × Go | CPU s/GB: site, nginx, Go | CPU × nginx | CPU × Go | MB of memory: site, nginx, Go | load average | foreign cores |
            | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
            """);
        foreach (var load in Workload.All) report.Add(Row(load, await Measure(load)));
    }

    private async Task<Samples[]> Measure(Workload load)
    {
        foreach (var server in _servers) await WrkRun.Of(script, server, load, WarmUp);
        var rounds = _servers.Select(_ => new List<Sample>()).ToArray();
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var (server, samples) in _servers.Zip(rounds))
                samples.Add(await Sample.Take(_servers, server, () => WrkRun.Of(script, server, load, Measured)));
        }

        return [.. rounds.Select(samples => new Samples(samples))];
    }

    private static string Row(Workload load, Samples[] servers)
    {
        var (mine, peer, other) = (servers[0], servers[1], servers[2]);
        var all = servers.SelectMany(server => server.Rounds).ToList();
        return $"| {load.Name} | {string.Join(", ", servers.Select(server => $"{server.Rate:0}"))} "
            + $"| {mine.Rate / peer.Rate:0.00} | {mine.Rate / other.Rate:0.00} "
            + $"| {string.Join(", ", servers.Select(server => $"{server.CpuPerGigabyte:0.00}"))} "
            + $"| {mine.CpuPerGigabyte / peer.CpuPerGigabyte:0.00} | {mine.CpuPerGigabyte / other.CpuPerGigabyte:0.00} "
            + $"| {string.Join(", ", servers.Select(server => $"{server.Megabytes:0}"))} "
            + $"| {all.Min(round => round.LoadAverage):0.0}–{all.Max(round => round.LoadAverage):0.0} "
            + $"| {all.Min(round => round.ForeignCores):0.00}–{all.Max(round => round.ForeignCores):0.00} |";
    }
}
