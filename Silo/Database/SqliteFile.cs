using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;

namespace OrleansVideo.Silo.Database;

/// <summary>
/// The file of the embedded database, recognised by its device and number on that device (stat(2)). An open connection goes on with a
/// file that was removed or replaced under it: what it acknowledges then is gone at the next start.
/// </summary>
/// <param name="path">Full path of the file.</param>
internal sealed partial class SqliteFile(string path)
{
    private const int CannotOpen = 14; // https://sqlite.org/rescode.html
    private const int StatBytes = 256; // More than struct stat takes anywhere.
    private const int IdentityBytes = 16; // st_dev and st_ino come first.

    private byte[]? _identity;

    /// <summary>From now on this file, and no other at its path, is the database.</summary>
    public void Remember() => _identity = Read();

    /// <summary>Proves that the file is where it was.</summary>
    /// <exception cref="SqliteException">It was removed or replaced; it counts as a database that is away.</exception>
    public void EnsureInPlace()
    {
        if (_identity is null || Read().AsSpan().SequenceEqual(_identity)) return;
        throw new SqliteException(
            $"The database '{path}' was removed or replaced while the site was running: put it back, or stop the site and start it again.",
            CannotOpen);
    }

    /// <summary>Empty where there is no file, or the system does not say; Windows lets nobody remove a file that is open.</summary>
    private byte[] Read()
    {
        if (OperatingSystem.IsWindows()) return [];
        Span<byte> stat = stackalloc byte[StatBytes];
        try
        {
            return Stat(path, stat) == 0 ? stat[..IdentityBytes].ToArray() : [];
        }
        catch (EntryPointNotFoundException)
        {
            return File.Exists(path) ? [1] : []; // A C library that has it under another name (glibc before 2.33).
        }
    }

    [LibraryImport("libc", EntryPoint = "stat", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Stat(string path, Span<byte> buffer);
}
