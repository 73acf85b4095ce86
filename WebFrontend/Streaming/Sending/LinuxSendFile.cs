using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace OrleansVideo.WebFrontend.Streaming.Sending;

/// <summary>
/// The kernel's own call, sendfile(2): the runtime's sends a part to its end however long the client takes, and nobody can hold it
/// back in between. This one hands over what the socket has room for, and returns.
/// </summary>
internal static partial class LinuxSendFile
{
    private const int Eintr = 4, Eagain = 11;

    /// <summary>Whether there is such a call, with 64-bit offsets.</summary>
    public static bool IsSupported => OperatingSystem.IsLinux() && Environment.Is64BitProcess;

    /// <summary>Hands over as much of a part of a file as the socket has room for.</summary>
    /// <param name="socket">A connected socket that does not block, as it is once anything was awaited on it.</param>
    /// <param name="file">The file.</param>
    /// <param name="offset">Where in the file the part begins.</param>
    /// <param name="count">Its length in bytes, more than 0.</param>
    /// <returns>Bytes handed over; 0 when the file ends before the part begins; -1 when the socket has no room.</returns>
    /// <exception cref="IOException">The connection is gone, or the file can't be read.</exception>
    public static int TrySend(SafeHandle socket, SafeFileHandle file, long offset, int count)
    {
        while (true)
        {
            var at = offset;
            var sent = SendFile(socket, file, ref at, (nuint)count);
            if (sent >= 0) return (int)sent;
            var error = Marshal.GetLastPInvokeError();
            if (error == Eagain) return -1;
            if (error != Eintr) throw new IOException($"A part of a file could not be sent: {Marshal.GetPInvokeErrorMessage(error)} ({error}).");
        }
    }

    [LibraryImport("libc", EntryPoint = "sendfile", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint SendFile(SafeHandle socket, SafeHandle file, ref long offset, nuint count);
}
