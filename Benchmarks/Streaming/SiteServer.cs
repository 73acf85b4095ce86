using System.Diagnostics;

namespace OrleansVideo.Benchmarks.Streaming;

/// <summary>The whole site, silo included, over a data directory of its own; its limits leave room for every viewer.</summary>
/// <param name="repository">The working copy.</param>
/// <param name="data">The data directory.</param>
internal sealed class SiteServer(string repository, string data) : FilmServer("site")
{
    private static readonly string[] Foreign = ["ASPNETCORE_", "Logging__", "OTEL_", "OrleansVideo__"];

    private static readonly Dictionary<string, string> Settings = new()
    {
        ["OrleansVideo__Streaming__MaxStreams"] = "1000000",
        ["OrleansVideo__Streaming__MaxStreamsPerAddress"] = "1000000",
        ["OrleansVideo__Streaming__MaxStreamsPerViewer"] = "1000000", // Without cookies they are one.
        ["OrleansVideo__Network__MaxConnectionsPerAddress"] = "0",
        ["OrleansVideo__Streaming__MaxRequestsPerPlayback"] = "1000",
        ["OrleansVideo__Limits__CommentsPerMinute"] = "0",
        ["OrleansVideo__Limits__CommentsPerHour"] = "0",
        ["OrleansVideo__Limits__RegistrationsPerHour"] = "0",
        ["OrleansVideo__Limits__SearchesPerMinute"] = "0",
    };

    private PublishedVideo? _video;

    /// <inheritdoc/>
    public override Uri Film => new(Address, $"videos/{_video!.Id}");

    /// <inheritdoc/>
    public override string? Cookie => _video!.ViewerCookie;

    /// <inheritdoc/>
    protected override Uri Ready => new(Address, "health/ready");

    /// <summary>Builds the site.</summary>
    /// <param name="repository">The working copy.</param>
    public static Task Build(string repository) =>
        RequiredTool.Expect("dotnet", "build", Path.Combine(repository, "WebFrontend"), "-c", "Release", "-v", "quiet", "--nologo");

    /// <summary>Uploads the film, as a user does.</summary>
    /// <param name="film">The film.</param>
    public async Task Publish(BenchmarkFilm film) => _video = await PublishedVideo.Publish(Address, film);

    /// <inheritdoc/>
    protected override ProcessStartInfo Command()
    {
        var folder = Path.Combine(repository, "WebFrontend");
        var start = new ProcessStartInfo("dotnet", [Path.Combine(folder, "bin", "Release", "net10.0", "OrleansVideo.WebFrontend.dll")])
        {
            WorkingDirectory = folder,
        };
        foreach (var name in start.Environment.Keys.Where(name => Foreign.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal))).ToArray())
            start.Environment.Remove(name);
        foreach (var (name, value) in Settings) start.Environment[name] = value;
        start.Environment["ASPNETCORE_URLS"] = Address.ToString();
        start.Environment["OrleansVideo__DataDirectory"] = data;
        return start;
    }
}
