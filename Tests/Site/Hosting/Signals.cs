using System.Runtime.InteropServices;

namespace OrleansVideo.Tests.Site.Hosting;

/// <summary>Sends signals to processes, by their ids. The numbers are Linux's.</summary>
internal static class Signals
{
    public const int Kill = 9;
    public const int Continue = 18;
    public const int Stop = 19;
    private const int SigTerm = 15;

    /// <summary>Asks a process to end in good order.</summary>
    public static void Terminate(int pid) => Send(pid, SigTerm);

    public static void Send(int pid, int signal)
    {
        if (SendSignal(pid, signal) != 0)
            throw new InvalidOperationException($"kill({pid}, {signal}) failed with error {Marshal.GetLastPInvokeError()}.");
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int SendSignal(int pid, int signal);
}
