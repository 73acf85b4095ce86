using System.Diagnostics;

namespace OrleansVideo.CrashPoints;

/// <summary>
/// A file that names the point at which a process is to die. While it is not there, nothing happens. The first process to
/// reach the point takes the file away and is gone; so one order kills one process. Or a point at which all are to wait, until the file
/// is gone.
/// </summary>
/// <param name="path">The file.</param>
public sealed class CrashOrder(string path)
{
    /// <summary>The environment variable with the path.</summary>
    public const string Variable = "ORLEANSVIDEO_CRASH_ORDER";

    private const string HoldAt = "hold ";

    /// <summary>Gives the order.</summary>
    /// <param name="point">The word <c>before</c> or <c>after</c>, and the name of a span.</param>
    public void Give(string point)
    {
        File.WriteAllText(path + ".new", point);
        File.Move(path + ".new", path);
    }

    /// <summary>Has whoever reaches the point wait there until <see cref="LetGo"/>.</summary>
    /// <param name="point">As for <see cref="Give"/>.</param>
    public void Hold(string point) => Give(HoldAt + point);

    /// <summary>Takes an order to wait back.</summary>
    public void LetGo() => File.Delete(path);

    /// <summary>Whether no order is open: it was carried out, or never given.</summary>
    public bool IsDone => !File.Exists(path);

    /// <summary>A process is at a point.</summary>
    public void Reached(string point)
    {
        using (var never = new ManualResetEventSlim())
        {
            while (IsHeld(point)) never.Wait(20);
        }

        if (!File.Exists(path) || !IsMine(point)) return;
        using var self = Process.GetCurrentProcess();
        self.Kill();
    }

    private bool IsHeld(string point)
    {
        try
        {
            return File.Exists(path) && File.ReadAllText(path) == HoldAt + point;
        }
        catch (IOException)
        {
            return false; // There is no order, or it is being taken.
        }
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
