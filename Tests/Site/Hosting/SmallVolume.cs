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

    private string Filler => System.IO.Path.Combine(Path, "of-somebody-else");

    /// <summary>From now on nothing can be written to it, not even by root.</summary>
    public void MakeReadOnly()
    {
        var (exitCode, error) = Run("mount", "-o", "remount,ro", Path);
        Assert.True(exitCode == 0, error);
    }

    /// <summary>Somebody else fills it, up to so many bytes.</summary>
    public void Fill(long leave)
    {
        using var filler = new FileStream(Filler, FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0);
        var piece = new byte[4096];
        while (new DriveInfo(Path).AvailableFreeSpace >= leave + piece.Length)
        {
            try
            {
                filler.Write(piece);
            }
            catch (IOException)
            {
                return; // The site took the last of it.
            }
        }
    }

    /// <summary>And takes it away again.</summary>
    public void Clear() => File.Delete(Filler);

    public void Dispose()
    {
        // A program that the site had started, and that its kill -9 left behind, may have a file of the volume open for a moment.
        var (exitCode, error) = Run("sh", "-c", "for i in $(seq 75); do umount \"$0\" && exit 0; sleep 0.2; done; exit 1", Path);
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
