using System.Diagnostics;

namespace OrleansVideo.Tests.Media.Store;

/// <summary>A real volume of one mebibyte, where the machine lets a test mount one.</summary>
public sealed class TinyVolume : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public TinyVolume() => IsMounted = OperatingSystem.IsLinux() && Run("mount", "-t", "tmpfs", "-o", "size=1m", "none", Path);

    public bool IsMounted { get; }

    public string Path => _folder.Path;

    public void Dispose()
    {
        if (IsMounted)
            Assert.True(Run("umount", Path));
        _folder.Dispose();
    }

    private static bool Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
