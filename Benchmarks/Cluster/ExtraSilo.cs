using System.Diagnostics;

namespace OrleansVideo.Benchmarks.Cluster;

/// <summary>One more silo of the cluster than the script runs, started as anybody would: the same settings, an address of its own.</summary>
internal sealed class ExtraSilo : IDisposable
{
    private readonly Process _process;

    private ExtraSilo(Process process) => _process = process;

    /// <summary>Its process id.</summary>
    public int Pid => _process.Id;

    /// <summary>Starts it, and waits until it is ready.</summary>
    /// <param name="repository">The working copy.</param>
    /// <param name="directory">The cluster's directory.</param>
    /// <param name="databasePort">Where PostgreSQL listens.</param>
    /// <param name="settings">The cluster's settings.</param>
    public static async Task<ExtraSilo> StartAsync(
        string repository, string directory, int databasePort, IReadOnlyDictionary<string, string> settings)
    {
        var health = LoopbackPort.Next();
        var start = new ProcessStartInfo("dotnet", [Path.Combine(repository, "Silo", "bin", "Release", "net10.0", "OrleansVideo.Silo.dll")])
        {
            WorkingDirectory = directory,
            RedirectStandardOutput = true,
        };
        foreach (var (name, value) in settings) start.Environment[name] = value;
        start.Environment["OrleansVideo__Cluster__Mode"] = "Cluster";
        start.Environment["OrleansVideo__DataDirectory"] = Path.Combine(directory, "data");
        start.Environment["OrleansVideo__Cluster__SiloPort"] = $"{LoopbackPort.Next()}";
        start.Environment["OrleansVideo__Cluster__GatewayPort"] = $"{LoopbackPort.Next()}";
        start.Environment["OrleansVideo__Cluster__HealthPort"] = $"{health}";
        start.Environment["ConnectionStrings__OrleansVideo"] = $"Host=127.0.0.1;Port={databasePort};Database=orleansvideo;Username=orleansvideo_site";
        start.Environment["PGPASSWORD"] = await File.ReadAllTextAsync(Path.Combine(directory, "conf", "orleansvideo_site.password"));
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { }; // Read, so that it never waits for room.
        process.BeginOutputReadLine();
        await Ready(new Uri($"http://127.0.0.1:{health}/health/ready"));
        return new ExtraSilo(process);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    private static async Task Ready(Uri address)
    {
        using var client = new HttpClient();
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        for (var tries = 0; tries < 300 && await pace.WaitForNextTickAsync(); tries++)
        {
            try
            {
                using var answer = await client.GetAsync(address);
                if (answer.IsSuccessStatusCode) return;
            }
            catch (HttpRequestException)
            {
                // Not yet.
            }
        }

        throw new TimeoutException("The third silo did not become ready.");
    }
}
