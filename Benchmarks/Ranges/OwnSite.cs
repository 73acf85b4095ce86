using System.Diagnostics;

namespace OrleansVideo.Benchmarks.Ranges;

/// <summary>Our own site, as anybody would run it, with a data directory of this run.</summary>
internal static class OwnSite
{
    private const string Program = "OrleansVideo.WebFrontend.dll";

    /// <summary>Builds it, starts it, and publishes the film on it.</summary>
    /// <param name="repository">The working copy.</param>
    /// <param name="directory">A directory of this run.</param>
    /// <param name="film">What to publish.</param>
    public static async Task<Server> StartAsync(string repository, string directory, Film film)
    {
        var project = Path.Combine(repository, "WebFrontend");
        await Build(project);
        var port = LoopbackPort.Next();
        var settings = new Dictionary<string, string>
        {
            ["ASPNETCORE_URLS"] = $"http://127.0.0.1:{port}",
            ["OrleansVideo__DataDirectory"] = Path.Combine(directory, "data"),
        };
        var process = await ServerProcess.StartAsync(port, "dotnet", [Path.Combine(project, "bin", "Release", "net10.0", Program)], project, settings);
        try
        {
            using var publisher = new Publisher(new Uri($"http://127.0.0.1:{port}/"));
            return new Server("OrleansVideo", port, $"/videos/{await publisher.Publish(film)}", process);
        }
        catch
        {
            process.Dispose(); // Whatever happened.
            throw;
        }
    }

    private static async Task Build(string project)
    {
        var start = new ProcessStartInfo("dotnet", ["build", project, "-c", "Release", "-v", "quiet", "-nologo"]) { RedirectStandardOutput = true };
        using var build = Process.Start(start)!;
        var said = await build.StandardOutput.ReadToEndAsync();
        await build.WaitForExitAsync();
        if (build.ExitCode != 0) throw new InvalidOperationException($"The site does not build:\n{said}");
    }
}
