using System.Diagnostics;
using System.Globalization;
using System.Net;
using OrleansVideo.Benchmarks.Streaming;

namespace OrleansVideo.Benchmarks.UnknownIds;

/// <summary>
/// <c>dotnet run -c Release --project Benchmarks -- unknown-ids</c>: what is left of ten thousand made-up ids that one address asks
/// for: grains in memory, the heap after a collection, the process's memory; with the limit on unknown ids off, and on.
/// </summary>
internal static class UnknownIdsBenchmark
{
    private const int Ids = 10_000;
    private const int Callers = 32;

    private static readonly string[] Paths = ["/api/v1/videos/{0}", "/api/v1/videos/{0}/comments", "/videos/{0}", "/watch/{0}"];
    private static readonly TimeSpan[] Later = [TimeSpan.Zero, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(60)];

    /// <summary>Runs it.</summary>
    /// <param name="repository">The working copy whose site is measured.</param>
    public static async Task RunAsync(string repository)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        await SiteServer.Build(repository);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{Ids:N0} ids by {Callers} callers, {Environment.ProcessorCount} cores, load average {MachineLoad.Average:0.0}, .NET {Environment.Version}\n"));
        Console.WriteLine("| limit | when | asked in s | 404 | 429 | activations | heap MB | RSS MB |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- | --- | --- |");
        foreach (var limit in (string[])["0", "60"])
        {
            var directory = Directory.CreateTempSubdirectory("orleansvideo-benchmark-").FullName;
            try
            {
                await Measure(repository, directory, limit);
            }
            finally
            {
                Directory.Delete(directory, recursive: true);
            }
        }
    }

    private static async Task Measure(string repository, string directory, string limit)
    {
        var (address, metrics) = (new Uri($"http://127.0.0.1:{LoopbackPort.Next()}/"), new Uri($"http://127.0.0.1:{LoopbackPort.Next()}/metrics"));
        var folder = Path.Combine(repository, "WebFrontend");
        var start = new ProcessStartInfo("dotnet", [Path.Combine(folder, "bin", "Release", "net10.0", "OrleansVideo.WebFrontend.dll")]) { WorkingDirectory = folder };
        foreach (var (name, value) in new Dictionary<string, string>
        {
            ["ASPNETCORE_URLS"] = address.ToString(),
            ["OrleansVideo__DataDirectory"] = Path.Combine(directory, "data"),
            ["OrleansVideo__Network__MaxUnknownIdsPerMinute"] = limit,
            ["OrleansVideo__Telemetry__MetricsPort"] = $"{metrics.Port}",
            ["DOTNET_gcServer"] = "0", // A heap that is told after a collection, not before the first.
        })
            start.Environment[name] = value;
        using var site = await ServerProcess.StartAsync(start, new Uri(address, "health/ready"));
        using var client = new HttpClient { BaseAddress = address };

        var shown = limit == "0" ? "off" : limit;
        await Print(client, metrics, site.Pid, $"| {shown} | before | | | |");
        var clock = Stopwatch.StartNew();
        int missed = 0, refused = 0;
        await Parallel.ForAsync(0, Ids, new ParallelOptions { MaxDegreeOfParallelism = Callers }, async (number, _) =>
        {
            var path = string.Format(CultureInfo.InvariantCulture, Paths[number % Paths.Length], Guid.NewGuid());
            using var answer = await client.GetAsync(new Uri(path, UriKind.Relative), CancellationToken.None);
            if (answer.StatusCode == HttpStatusCode.NotFound) Interlocked.Increment(ref missed);
            else if (answer.StatusCode == HttpStatusCode.TooManyRequests) Interlocked.Increment(ref refused);
            else throw new InvalidOperationException($"{path}: {answer.StatusCode}");
        });
        var took = clock.Elapsed;
        clock.Restart();
        foreach (var later in Later)
        {
            if (later > clock.Elapsed) await Task.Delay(later - clock.Elapsed);
            await Print(client, metrics, site.Pid, string.Create(CultureInfo.InvariantCulture,
                $"| {shown} | {later.TotalSeconds} s after | {took.TotalSeconds:0.0} | {missed:N0} | {refused:N0} |"));
        }
    }

    private static async Task Print(HttpClient client, Uri metrics, int pid, string row)
    {
        var lines = (await client.GetStringAsync(metrics)).Split('\n');
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{row} {Sum(lines, "orleans_catalog_activations"):N0} | {Sum(lines, "dotnet_gc_last_collection_heap_size_bytes") / 1e6:0} | {ResidentMemory.Of([pid]) / 1e6:0} |"));
    }

    private static double Sum(string[] lines, string metric) => lines
        .Where(line => line.StartsWith(metric, StringComparison.Ordinal))
        .Sum(line => double.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture));
}
