using System.Net;
using OrleansVideo.Silo.DataDirectory;
using OrleansVideo.Silo.Startup;

namespace OrleansVideo.Tests.Silo.Startup;

/// <summary>The stand-alone silo as its operator meets it.</summary>
public sealed class SiloProcessTests : IDisposable
{
    private const UnixFileMode Everybody = (UnixFileMode)0b111_111_111;
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);
    private readonly TempDirectory directory = new();
    private readonly CancellationTokenSource cancel = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);

    public SiloProcessTests()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Signals and permissions of Linux.");
        cancel.CancelAfter(Deadline);
    }

    [Fact]
    public async Task Silo_IsReady_OwnsTheDirectory_AndStopsGracefully_AlsoAfterItWasKilled()
    {
        await using (var killed = new SiloProcess(directory.Path))
        {
            await WaitUntilReadyAsync(killed);
            using var mine = new DataDirectoryLock(new DataDirectoryPaths(directory.Path, "."));
            Assert.Contains($"in use by process {killed.Id}:", Assert.Throws<StartupException>(mine.Acquire).Message, StringComparison.Ordinal);
            killed.Kill();
            await killed.WaitAsync(cancel.Token);
        }

        await using var silo = new SiloProcess(directory.Path);
        await WaitUntilReadyAsync(silo);
        silo.Terminate();
        var (code, errors) = await silo.WaitAsync(cancel.Token);
        Assert.Empty(errors);
        Assert.Equal(0, code);
        Assert.False(File.Exists(directory.File("video.db-wal")));
    }

    [Fact]
    public async Task Silo_WithADirectoryItCannotWriteTo_SaysSoInOneLine()
    {
        MakeReadable();
        var (code, errors) = await FailAsync(directory.Path);
        Assert.StartsWith($"The data directory '{directory.Path}' cannot be written to:", Assert.Single(errors));
        Assert.Equal(HostRunner.CannotStart, code);
    }

    [Fact]
    public async Task Silo_WithADatabaseItCannotWriteTo_SaysSoInOneLine()
    {
        if (!OperatingSystem.IsLinux()) return;
        MakeReadable();
        var data = Directory.CreateDirectory(directory.File("data")).FullName;
        File.SetUnixFileMode(data, Everybody);
        await File.WriteAllBytesAsync(Path.Combine(data, "video.db"), [], cancel.Token);
        File.SetUnixFileMode(Path.Combine(data, "video.db"), UnixFileMode.UserRead | UnixFileMode.OtherRead);
        var (code, errors) = await FailAsync(data);
        Assert.StartsWith($"The database '{data}/video.db' cannot be written to:", Assert.Single(errors));
        Assert.Equal(HostRunner.CannotStart, code);
    }

    public void Dispose()
    {
        cancel.Dispose();
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(directory.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        directory.Dispose();
    }

    private async Task<(int ExitCode, string[] Errors)> FailAsync(string dataDirectory)
    {
        await using var silo = new SiloProcess(dataDirectory, unprivileged: true);
        return await silo.WaitAsync(cancel.Token);
    }

    private async Task WaitUntilReadyAsync(SiloProcess silo)
    {
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{silo.HealthPort}") };
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (await poll.WaitForNextTickAsync(cancel.Token))
        {
            try
            {
                using var ready = await http.GetAsync(new Uri("/health/ready", UriKind.Relative), cancel.Token);
                if (ready.StatusCode != HttpStatusCode.OK) continue;
                using var live = await http.GetAsync(new Uri("/health/live", UriKind.Relative), cancel.Token);
                Assert.Equal(HttpStatusCode.OK, live.StatusCode);
                return;
            }
            catch (HttpRequestException)
            {
                // It does not listen yet.
            }
        }
    }

    // The directory of a test is its owner's alone, and where the owner is root, nobody must be let in to be refused.
    private void MakeReadable()
    {
        if (!OperatingSystem.IsLinux()) return;
        Assert.SkipWhen(
            Environment.IsPrivilegedProcess && (File.GetUnixFileMode(AppContext.BaseDirectory) & UnixFileMode.OtherExecute) == 0,
            "Nobody may run the program from here.");
        File.SetUnixFileMode(directory.Path, UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
    }
}
