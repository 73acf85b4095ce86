using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace OrleansVideo.Media.Store;

/// <summary>
/// What .NET does not offer on Unix: flushing a directory, so that a rename or removal in it survives power loss (fsync(2) of a file does
/// not cover its entry in the directory); a rename that refuses to replace (renameat2(2), RENAME_NOREPLACE); reading a file past the
/// advisory lock of its writer; and allocating blocks without writing them (fallocate(2)). On Windows flushing is a no-op, since NTFS journals its directories and offers no such call.
/// </summary>
internal static partial class PosixFiles
{
    private const int NotFound = 2;
    private const int Interrupted = 4;
    private const int Exists = 17;
    private const int NotADirectory = 20;
    private const int Invalid = 22;
    private const int NotImplemented = 38;
    private const int NotSupported = 95;
    private const int CurrentDirectory = -100;
    private const uint NoReplace = 1;
    private const int WriteAndSearch = 2 | 1;

    /// <summary>Returns when every entry made, renamed or removed in <paramref name="path"/> before the call is on disk.</summary>
    /// <remarks>A file system without such a call (some network mounts answer EINVAL) leaves durability of entries to its server.</remarks>
    /// <exception cref="IOException">The directory cannot be opened or flushed.</exception>
    public static void FlushDirectory(string path)
    {
        if (OperatingSystem.IsWindows())
            return;
        var descriptor = OpenToRead(path);
        try
        {
            while (Sync(descriptor) < 0)
            {
                var code = Marshal.GetLastPInvokeError();
                if (code is Invalid or NotImplemented or NotSupported)
                    return;
                if (code != Interrupted)
                    throw Error("flush", path, code);
            }
        }
        finally
        {
            // Nothing was written through this descriptor, so its close has nothing to report.
            _ = Close(descriptor);
        }
    }

    /// <summary>Renames in one atomic step and never onto an existing name.</summary>
    /// <remarks>
    /// Where the kernel or file system lacks the call, .NET's own check-then-rename is used: then two renames onto one name within the
    /// same microseconds could still replace, which numbered write leases exclude.
    /// </remarks>
    /// <returns>False when the target exists or the source does not; nothing has changed then.</returns>
    public static bool TryRenameWithoutReplacing(string from, string to)
    {
        if (OperatingSystem.IsLinux() && TryRenameByKernel(from, to) is { } done)
            return done;
        if (File.Exists(to) || !File.Exists(from))
            return false;
        File.Move(from, to, overwrite: false);
        return true;
    }

    /// <summary>Opens a file for reading whoever has locked it; on Unix no symbolic link that stands in its place (O_NOFOLLOW).</summary>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    /// <exception cref="IOException">A link stands in its place, or it cannot be opened.</exception>
    public static SafeFileHandle OpenUnlocked(string path) =>
        OperatingSystem.IsWindows()
            ? File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete)
            : new SafeFileHandle(OpenToRead(path, NoFollow), ownsHandle: true);

    /// <summary>Why nothing can be written into a folder, as far as its rights and its volume tell (access(2)); null when it can.</summary>
    public static string? RefusesWriting(string folder)
    {
        if (!Directory.Exists(folder))
            return $"The folder '{folder}' is gone.";
        return OperatingSystem.IsWindows() || Access(folder, WriteAndSearch) == 0 ? null : Marshal.GetLastPInvokeErrorMessage();
    }

    /// <summary>Gives an open file blocks for so many bytes, and that length (fallocate(2)).</summary>
    /// <returns>False where there is no such call, or its file system has none: nothing has changed then.</returns>
    /// <exception cref="StorageFullException">There is no room.</exception>
    public static bool TryAllocate(SafeFileHandle file, string path, long bytes)
    {
        if (!OperatingSystem.IsLinux() || !Environment.Is64BitProcess)
            return false;
        while (Allocate(file, 0, 0, bytes) < 0)
        {
            var code = Marshal.GetLastPInvokeError();
            if (code is Invalid or NotImplemented or NotSupported)
                return false;
            if (code != Interrupted)
                throw Error("allocate", path, code);
        }
        return true;
    }

    private static int OpenToRead(string path, int flags = 0)
    {
        var descriptor = Open(path, CloseOnExec | flags);
        if (descriptor >= 0)
            return descriptor;
        var code = Marshal.GetLastPInvokeError();
        throw code is NotFound or NotADirectory ? new FileNotFoundException($"'{path}' does not exist.", path) : Error("open", path, code);
    }

    /// <summary>The flag differs between processors (fcntl.h of Linux's architectures).</summary>
    private static int NoFollow => OperatingSystem.IsMacOS() ? 0x100
        : !OperatingSystem.IsLinux() ? 0
        : RuntimeInformation.ProcessArchitecture is Architecture.Arm or Architecture.Arm64 ? 0x8000
        : 0x20000;

    private static int CloseOnExec => OperatingSystem.IsLinux() ? 0x80000 : OperatingSystem.IsMacOS() ? 0x1000000 : 0;

    private static bool? TryRenameByKernel(string from, string to)
    {
        try
        {
            if (RenameAt(CurrentDirectory, from, CurrentDirectory, to, NoReplace) == 0)
                return true;
        }
        catch (EntryPointNotFoundException)
        {
            // A C library without renameat2 (musl before 1.2.6): the caller falls back.
            return null;
        }
        return Marshal.GetLastPInvokeError() switch
        {
            Exists or NotFound => false,
            Invalid or NotImplemented or NotSupported => null,
            var code => throw Error("rename", from, code),
        };
    }

    private static IOException Error(string action, string path, int code) =>
        StorageFull.IsCode(code)
            ? new StorageFullException($"Could not {action} '{path}': the media volume is full.")
            : new IOException($"Could not {action} '{path}': {Marshal.GetPInvokeErrorMessage(code)} (errno {code}).", code);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "access", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Access(string path, int mode);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(int descriptor);

    [LibraryImport("libc", EntryPoint = "fallocate", SetLastError = true)]
    private static partial int Allocate(SafeHandle file, int mode, long offset, long length);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "renameat2", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int RenameAt(int fromDirectory, string from, int toDirectory, string to, uint flags);
}
