using System.Globalization;
using OrleansVideo.Benchmarks.Cluster;

namespace OrleansVideo.Benchmarks.Limiter;

/// <summary>
/// <c>dotnet run -c Release --project Benchmarks -- limiter</c>: calls of the stream limiter by a client outside the silo; what leases
/// cost in memory; a heartbeat of many. As Markdown tables. The silo is a process of its own, as in any cluster; this process is the
/// client, and both share the machine's cores. Frontends and the second silo are stopped. All but the memory twice: without TLS, and
/// with it.
/// </summary>
internal static class LimiterBenchmark
{
    private const int WarmUp = 300;
    private const int Beats = 2_000;
    private static readonly int[] Callers = [1, 16, 64, 256, 1_024];

    private static readonly Dictionary<string, string> Settings = new()
    {
        ["OrleansVideo__Cluster__ClusterId"] = "benchmark",
        ["OrleansVideo__Streaming__MaxStreams"] = "1000000",
        ["OrleansVideo__Streaming__MaxStreamsPerAddress"] = "1000000",
        ["OrleansVideo__Network__MaxConnectionsPerAddress"] = "0",
    };

    /// <summary>Runs it.</summary>
    /// <param name="repository">The working copy.</param>
    public static async Task RunAsync(string repository)
    {
        await Measure(repository, isSecure: false);
        await Measure(repository, isSecure: true);
        HeldLeases.Print();
    }

    private static async Task Measure(string repository, bool isSecure)
    {
        var directory = Directory.CreateTempSubdirectory("orleansvideo-benchmark-").FullName;
        var script = new ClusterScript(repository, directory, 18_090, Settings);
        try
        {
            await script.Up(isSecure ? ["--tls"] : []);
            foreach (var name in (string[])["proxy", "web-1", "web-2", "silo-2"]) await script.Stop(name);
            var status = await script.Status();
            using var client = await LimiterClient.ConnectAsync(directory, status["postgres"].Port, Settings, isSecure);
            Console.WriteLine(isSecure ? "\nWith TLS:\n" : "Without TLS:\n");
            await PrintCalls(client, status["silo-1"].Pid);
            await PrintHeartbeats(client, status["silo-1"].Pid);
        }
        finally
        {
            await script.Down();
            Directory.Delete(directory, recursive: true);
        }
    }

    private static async Task PrintCalls(LimiterClient client, int silo)
    {
        Console.WriteLine("| callers | calls/s | p50 ms | p99 ms | CPU ms per 1,000 calls: silo, client | sent again |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- |");
        foreach (var callers in Callers)
        {
            TimeSpan[] before = [];
            var frontend = await BenchmarkFrontend.Register(client.Limiter, callers);
            var run = await LoadRun.Measure(callers, frontend.AcquireOrRelease, () => before = Cpu(silo));
            var spent = Cpu(silo).Zip(before, (now, then) => (now - then).TotalMilliseconds * 1000 / run.Answers);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {callers} | {run.PerSecond:N0} | {run.Median.TotalMilliseconds:0.00} | {run.Slowest.TotalMilliseconds:0.0} | {string.Join(", ", spent.Select(ms => ms.ToString("0.0", CultureInfo.InvariantCulture)))} | {frontend.SentAnew} |"));
            await frontend.Stop();
        }
    }

    private static TimeSpan[] Cpu(int silo) => [ProcessCpu.Of([silo]), ProcessCpu.Of([Environment.ProcessId])];

    private static async Task PrintHeartbeats(LimiterClient client, int silo)
    {
        Console.WriteLine();
        Console.WriteLine("| leases in a heartbeat | bytes | call p50 ms | p99 ms | CPU ms: silo, client | ledger alone ms |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- |");
        foreach (var leases in (int[])[200, 1_000, 5_000])
        {
            var frontend = await BenchmarkFrontend.Register(client.Limiter, leases);
            await frontend.AcquireAll();
            await frontend.Beat(WarmUp);
            var before = Cpu(silo);
            var times = await frontend.Beat(Beats);
            var spent = Cpu(silo).Zip(before, (now, then) => ((now - then).TotalMilliseconds / Beats).ToString("0.00", CultureInfo.InvariantCulture));
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {leases:N0} | {client.Serializer.SerializeToArray(frontend.Heartbeat()).Length:N0} | {times[times.Count / 2].TotalMilliseconds:0.00} | {times[times.Count * 99 / 100].TotalMilliseconds:0.0} | {string.Join(", ", spent)} | {HeldLeases.RenewTime(leases).TotalMilliseconds:0.000} |"));
            await frontend.Stop();
        }
    }
}
