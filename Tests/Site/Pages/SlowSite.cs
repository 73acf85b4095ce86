using OrleansVideo.Tests.Media;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Site.Pages;

/// <summary>A site whose videos take as long to process as a test likes: its ffmpeg waits until it is let go.</summary>
public sealed class SlowSite : IAsyncLifetime
{
    private readonly TemporaryFolder _tools = new();

    public SiteProcess Site { get; private set; } = null!;

    private string Sign => _tools.Combine("go");

    public async ValueTask InitializeAsync()
    {
        var path = Environment.GetEnvironmentVariable("PATH")!;
        var script = _tools.Combine("ffmpeg");
        await File.WriteAllTextAsync(script,
            $"""
            #!/bin/sh
            PATH={path}
            case "$*" in *-version*) ;; *) while [ ! -e {Sign} ]; do sleep 0.1; done ;; esac
            exec ffmpeg "$@"
            """);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Site = await SiteProcess.StartAsync(SiteSettings.Roomy.WithVariable("PATH", $"{_tools.Path}{Path.PathSeparator}{path}"));
    }

    /// <summary>Videos are processed from now on.</summary>
    public void LetGo() => File.Create(Sign).Dispose();

    public async ValueTask DisposeAsync()
    {
        LetGo();
        if (Site is not null) await Site.DisposeAsync();
        _tools.Dispose();
    }
}
