using System.Diagnostics;

namespace OrleansVideo.Tests.Site.Hosting;

/// <summary>A real volume of a few megabytes, in memory; skips the test, and says so, where the machine does not let it mount one.</summary>
public sealed class SmallVolume : IDisposable
{
    public SmallVolume(int megabytes)
    {
        Path = Directory.CreateTempSubdirectory("orleansvideo-volume-").FullName;
        var (exitCode, error) = Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "none", Path);
        Assert.SkipUnless(exitCode == 0, $"cannot mount a small volume here: {error.Trim()}");
    }

    public string Path { get; }

    /// <summary>From now on nothing can be written to it, not even by root.</summary>
    public void MakeReadOnly()
    {
        var (exitCode, error) = Run("mount", "-o", "remount,ro", Path);
        Assert.True(exitCode == 0, error);
    }

    public void Dispose()
    {
        var (exitCode, error) = Run("umount", Path);
        Assert.True(exitCode == 0, error);
        Directory.Delete(Path);
    }

    private static (int ExitCode, string Error) Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, error);
    }
}
