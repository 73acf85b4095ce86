using System.Diagnostics;

namespace OrleansVideo.Tests.Site.Hosting;

/// <summary>
/// A real ext4 volume in a file, mounted over a folder, whose changes can be made to hang as those of a broken disk or a lost
/// network share do (fsfreeze); skips the test, and says so, where the machine does not let it.
/// </summary>
public sealed class FrozenVolume : IDisposable
{
    private readonly string _image = Path.GetTempFileName();
    private readonly string _folder;
    private bool _isFrozen;

    /// <summary>Mounts it over a folder; the files that are there move onto it.</summary>
    public FrozenVolume(string folder)
    {
        _folder = folder;
        var files = Directory.GetFiles(folder).ToDictionary(file => Path.GetFileName(file), File.ReadAllBytes);
        Need("truncate", "-s", "32M", _image);
        Need("mkfs.ext4", "-q", "-F", _image);
        Need("mount", "-o", "loop", _image, folder);
        foreach (var (name, bytes) in files) File.WriteAllBytes(Path.Combine(folder, name), bytes);
    }

    /// <summary>From now on whoever changes anything on it waits.</summary>
    public void Freeze()
    {
        Need("fsfreeze", "--freeze", _folder);
        _isFrozen = true;
    }

    /// <summary>Whoever waits goes on.</summary>
    public void Thaw()
    {
        if (!_isFrozen) return;
        Need("fsfreeze", "--unfreeze", _folder);
        _isFrozen = false;
    }

    public void Dispose()
    {
        Thaw();
        Need("umount", _folder);
        File.Delete(_image);
    }

    private static void Need(params string[] command)
    {
        using var process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.SkipUnless(process.ExitCode == 0, $"{string.Join(' ', command)} is not possible here: {error.Trim()}");
    }
}
