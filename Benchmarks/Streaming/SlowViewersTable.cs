using OrleansVideo.Benchmarks.Cluster;

namespace OrleansVideo.Benchmarks.Streaming;

/// <summary>What many viewers cost who take a film no faster than it plays: each server freshly started, one after the other.</summary>
/// <param name="servers">The servers.</param>
/// <param name="film">The film.</param>
/// <param name="report">Takes the lines.</param>
internal sealed class SlowViewersTable(FilmServer[] servers, BenchmarkFilm film, Report report)
{
    private const int Viewers = 2_000;
    private const int FilesOfOne = 2;
    private const int OtherFiles = 500;
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(15);

    /// <summary>Measures each server.</summary>
    /// <exception cref="InvalidOperationException">This process, and so its children, may not open enough files.</exception>
    public async Task Fill()
    {
        if (OpenFiles.Limit < Viewers * FilesOfOne + OtherFiles)
            throw new InvalidOperationException($"{Viewers} viewers need {Viewers * FilesOfOne + OtherFiles} open files; only {OpenFiles.Limit} are allowed (ulimit -n).");
        report.Add($"""

            {Viewers:N0} viewers, each taking {SlowViewer.BytesPerSecond / 1024} KB/s; one round of {Measured.TotalSeconds:0} s after {Settling.TotalSeconds:0} s, each server freshly started. Memory of a viewer: what the
            server's resident memory grew by since before they came, divided; what the kernel holds for sockets is not in it.

            | server | rate reached, % | slowest viewer, % | CPU, cores | KB of memory a viewer | MB before, with them | load average | foreign cores |
            | --- | --- | --- | --- | --- | --- | --- | --- |
            """);
        List<double> cores = [];
        foreach (var server in servers) cores.Add(await Add(server));
        report.Add($"""

            The site's CPU is {cores[0] / cores[1]:0.00} × nginx's and {cores[0] / cores[2]:0.00} × Go's.
            """);
    }

    /// <summary>Adds a server's row.</summary>
    /// <returns>How many cores it kept busy.</returns>
    private async Task<double> Add(FilmServer server)
    {
        await server.Start();
        await AnswerCheck.Expect(server, film);
        var (pids, before) = (server.Pids, ResidentMemory.Of(server.Pids));
        using var audience = new SlowAudience();
        audience.Come(server, Viewers);
        await audience.Watch(Settling);
        var load = new MachineLoad([.. servers.SelectMany(each => each.Pids)]);
        var (average, cpu, taken) = (MachineLoad.Average, ProcessCpu.Of(pids), audience.Taken);
        var length = await audience.Watch(Measured);
        var spent = ProcessCpu.Of(pids) - cpu;
        var (foreign, memory) = (load.ForeignCores, ResidentMemory.Of(pids));
        double[] reached = [.. audience.Taken.Zip(taken, (now, then) => 100 * (now - then) / (length.TotalSeconds * SlowViewer.BytesPerSecond))];
        report.Add(
            $"| {server.Name} | {reached.Average():0.0} | {reached.Min():0.0} | {spent / length:0.00} "
                + $"| {(memory - before) / 1024.0 / Viewers:0.0} | {before / 1e6:0}, {memory / 1e6:0} | {average:0.0} | {foreign:0.00} |");
        return spent / length;
    }
}
