using System.Diagnostics;

namespace OrleansVideo.CrashPoints;

/// <summary>
/// A file that names the point at which a process is to die. While it is not there, nothing happens. The first process to
/// reach the point takes the file away and is gone; so one order kills one process.
/// </summary>
/// <param name="path">The file.</param>
public sealed class CrashOrder(string path)
{
    /// <summary>The environment variable with the path.</summary>
    public const string Variable = "ORLEANSVIDEO_CRASH_ORDER";

    /// <summary>Gives the order.</summary>
    /// <param name="point">The word <c>before</c> or <c>after</c>, and the name of a span.</param>
    public void Give(string point)
    {
        File.WriteAllText(path + ".new", point);
        File.Move(path + ".new", path);
    }

    /// <summary>Whether no order is open: it was carried out, or never given.</summary>
    public bool IsDone => !File.Exists(path);

    /// <summary>A process is at a point.</summary>
    public void Reached(string point)
    {
        if (!File.Exists(path) || !IsMine(point)) return;
        using var self = Process.GetCurrentProcess();
        self.Kill();
    }

    private bool IsMine(string point)
    {
        try
        {
            if (File.ReadAllText(path) != point) return false;
            File.Move(path, $"{path}.{Environment.ProcessId}");
            return true;
        }
        catch (IOException)
        {
            return false; // Another process was here first.
        }
    }
}
