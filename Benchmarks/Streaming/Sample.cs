using OrleansVideo.Benchmarks.Cluster;

namespace OrleansVideo.Benchmarks.Streaming;

/// <summary>One server under one load, once.</summary>
/// <param name="Rate">Megabytes (10⁶) a second.</param>
/// <param name="CpuPerGigabyte">Seconds of the server's CPU for 10⁹ bytes.</param>
/// <param name="Memory">The server's resident bytes right after.</param>
/// <param name="LoadAverage">The machine's load average when it began.</param>
/// <param name="ForeignCores">Cores that others kept busy meanwhile.</param>
internal sealed record Sample(double Rate, double CpuPerGigabyte, long Memory, double LoadAverage, double ForeignCores)
{
    /// <summary>Measures.</summary>
    /// <param name="servers">All servers that run.</param>
    /// <param name="server">The one that works.</param>
    /// <param name="run">The load.</param>
    public static async Task<Sample> Take(IReadOnlyList<FilmServer> servers, FilmServer server, Func<Task<WrkRun>> run)
    {
        var pids = server.Pids;
        var load = new MachineLoad([.. servers.SelectMany(each => each.Pids)]);
        var (average, before) = (MachineLoad.Average, ProcessCpu.Of(pids));
        var result = await run();
        var spent = ProcessCpu.Of(pids) - before;
        return new(result.Rate, spent.TotalSeconds / (result.Bytes / 1e9), ResidentMemory.Of(pids), average, load.ForeignCores);
    }
}
