using System.Diagnostics;

namespace OrleansVideo.Tests.Site.Deletion;

/// <summary>
/// A published video's file that can't be removed, in one of three ways that disks know; disposing repairs it. Root may
/// remove nearly everything, hence the heavy means; where the machine does not allow them, the test is skipped and says so.
/// </summary>
public sealed class Poison : IDisposable
{
    private readonly string _path;
    private readonly Action _repair;
    private bool _isRepaired;

    private Poison(string path, Action repair) => (_path, _repair) = (path, repair);

    /// <summary>A directory stands in the file's place.</summary>
    public static Poison Directory(string path)
    {
        File.Delete(path);
        System.IO.Directory.CreateDirectory(Path.Combine(path, "somebody's"));
        return new Poison(path, () => System.IO.Directory.Delete(path, recursive: true));
    }

    /// <summary>Nobody has the permission to remove it: the file is immutable.</summary>
    public static Poison NoPermission(string path)
    {
        Need("chattr", "+i", path);
        return new Poison(path, () => Need("chattr", "-i", path));
    }

    /// <summary>Its folder is mounted read-only.</summary>
    public static Poison ReadOnlyMount(string path)
    {
        var folder = Path.GetDirectoryName(path)!;
        Need("mount", "--bind", folder, folder);
        Need("mount", "-o", "remount,ro,bind", folder);
        return new Poison(path, () => Need("umount", folder));
    }

    /// <summary>Repairs it, once.</summary>
    public void Dispose()
    {
        if (_isRepaired) return;
        _isRepaired = true;
        _repair();
    }

    /// <inheritdoc/>
    public override string ToString() => _path;

    private static void Need(params string[] command)
    {
        using var process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.SkipUnless(process.ExitCode == 0, $"{string.Join(' ', command)} is not possible here: {error.Trim()}");
    }
}
