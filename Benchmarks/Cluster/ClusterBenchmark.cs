using System.Diagnostics;
using System.Globalization;

namespace OrleansVideo.Benchmarks.Cluster;

/// <summary>
/// <c>dotnet run -c Release --project Benchmarks -- cluster</c>: reads of details and admissions of new viewers, over HTTP through two
/// frontends, with one, two and three silos of a real cluster on this machine; as a Markdown table.
/// </summary>
internal static class ClusterBenchmark
{
    private const int Callers = 32;
    private static readonly string[] Frontends = ["web-1", "web-2"];

    private static readonly Dictionary<string, string> Settings = new()
    {
        ["OrleansVideo__Cluster__ClusterId"] = "benchmark",
        ["OrleansVideo__Streaming__MaxStreams"] = "1000000",
        ["OrleansVideo__Streaming__MaxStreamsPerAddress"] = "1000000",
        ["OrleansVideo__Streaming__MaxStreamsPerViewer"] = "1000000", // Without cookies they are one.
        ["OrleansVideo__Network__MaxConnectionsPerAddress"] = "0",
        ["OrleansVideo__Streaming__Linger"] = "00:00:01",
    };

    /// <summary>Runs it.</summary>
    /// <param name="repository">The working copy.</param>
    public static async Task RunAsync(string repository)
    {
        var directory = Directory.CreateTempSubdirectory("orleansvideo-benchmark-").FullName;
        var script = new ClusterScript(repository, directory, 18_080, Settings);
        try
        {
            await script.Up();
            var status = await script.Status();
            using var visitors = new Visitors([.. Frontends.Select(name => new Uri($"http://127.0.0.1:{status[name].Port}/"))]);
            await visitors.Prepare(await MakeFilm(directory));
            Console.WriteLine("| silos | details/s | p50 ms | p99 ms | CPU ms per 1,000: silos, frontends, PostgreSQL | admissions/s | p50 ms | p99 ms | CPU ms per 1,000 |");
            Console.WriteLine("| --- | --- | --- | --- | --- | --- | --- | --- | --- |");
            await script.Stop("silo-2");
            await Row(script, visitors, null);
            await script.Start("silo-2");
            await Row(script, visitors, null);
            using var third = await ExtraSilo.StartAsync(repository, directory, status["postgres"].Port, Settings);
            await Row(script, visitors, third);
        }
        finally
        {
            await script.Down();
            Directory.Delete(directory, recursive: true);
        }
    }

    private static async Task Row(ClusterScript script, Visitors visitors, ExtraSilo? third)
    {
        var status = await script.Status();
        int[] silos = [.. status.Where(process => process.Key.StartsWith("silo", StringComparison.Ordinal)).Select(process => process.Value.Pid), .. third is null ? Array.Empty<int>() : [third.Pid]];
        int[] frontends = [.. Frontends.Select(name => status[name].Pid)];
        var details = await Cells(silos, frontends, status["postgres"].Pid, visitors.Details);
        var admissions = await Cells(silos, frontends, status["postgres"].Pid, visitors.Enter);
        Console.WriteLine($"| {silos.Length} | {details} | {admissions} |");
    }

    private static async Task<string> Cells(int[] silos, int[] frontends, int postgres, Func<int, Task> call)
    {
        TimeSpan[] Cpu() => [ProcessCpu.Of(silos), ProcessCpu.Of(frontends), ProcessCpu.Of(ProcessTree.Of(postgres))];
        TimeSpan[] before = [];
        var run = await LoadRun.Measure(Callers, call, () => before = Cpu());
        var spent = Cpu().Zip(before, (now, then) => (now - then).TotalMilliseconds * 1000 / run.Answers);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{run.PerSecond:N0} | {run.Median.TotalMilliseconds:0.0} | {run.Slowest.TotalMilliseconds:0.0} | {string.Join(", ", spent.Select(ms => ms.ToString("0", CultureInfo.InvariantCulture)))}");
    }

    private static async Task<string> MakeFilm(string directory)
    {
        var film = Path.Combine(directory, "film.mp4");
        using var ffmpeg = Process.Start("ffmpeg", $"-v error -f lavfi -i testsrc=size=320x180:rate=10:duration=2 -c:v libx264 -movflags +faststart -y {film}")!;
        await ffmpeg.WaitForExitAsync();
        return film;
    }
}
