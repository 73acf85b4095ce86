using System.Diagnostics.CodeAnalysis;
using Microsoft.Win32.SafeHandles;

namespace OrleansVideo.Media.Store;

/// <summary>The unfinished files: opens, continues, takes over and removes them. At most one writer holds a part file open.</summary>
internal sealed class PartFiles(MediaLayout layout)
{
    private const int UnixLocked = 11;
    private const int MacLocked = 35;
    private const int CopyBytes = 1 << 20;

    public PartOpening Create(Guid id, long lease) => Open(id, lease, FileMode.OpenOrCreate, offset: 0);

    public PartOpening Continue(Guid id, long lease, long offset) => Open(id, lease, FileMode.Open, offset);

    /// <summary>
    /// 1. Lock the earlier part. 2. Free: its writer is gone for good, so the file itself changes its name. 3. Held: its writer may still
    /// be writing, so only the acknowledged bytes are copied, and whatever it writes later stays in its own file, which never publishes.
    /// </summary>
    public async Task<PartOpening> TakeOverAsync(Guid id, long previousLease, long lease, long offset, CancellationToken cancellationToken)
    {
        CreateFolder(id);
        var own = layout.PartPath(id, lease);
        var previous = Find(id, previousLease);
        // A repeated call: the take-over happened before, as far as its bytes go.
        if (File.Exists(own) && Continue(id, lease, offset) is { Outcome: not PartOutcome.TooShort } again)
            return again;
        try
        {
            using (var locked = StoredFile.OpenToWrite(previous, FileMode.Open))
            {
                if (RandomAccess.GetLength(locked) < offset)
                    return new(PartOutcome.TooShort, null);
                File.Move(previous, own, overwrite: true);
            }
        }
        catch (FileNotFoundException)
        {
            return new(PartOutcome.Missing, null);
        }
        catch (IOException error) when (IsLocked(error))
        {
            var copy = layout.PartCopyPath(id, lease);
            if (await CopyAsync(previous, copy, offset, cancellationToken) is { } refused)
                return new(refused, null);
            File.Move(copy, own, overwrite: true);
        }
        FlushFolders(previous, own);
        return Continue(id, lease, offset);
    }

    /// <summary>Removes one part; returns the bytes it held, 0 when it was not there.</summary>
    public long Remove(Guid id, long lease)
    {
        var part = Find(id, lease);
        var freed = StoredFile.Remove(part);
        FlushFolders(part);
        return freed;
    }

    /// <summary>Removes the parts of every lease below <paramref name="olderThanLease"/>; with null, of all, poster parts too.</summary>
    public long RemoveAll(Guid id, long? olderThanLease)
    {
        long freed = 0;
        foreach (var folder in (string[])[layout.PartFolder(id), layout.Parts])
        {
            if (!Directory.Exists(folder))
                continue;
            foreach (var path in Directory.EnumerateFiles(folder, $"{id:D}.*"))
            {
                var leaseOfFile = MediaLayout.LeaseOf(id, Path.GetFileName(path));
                if (olderThanLease is null || leaseOfFile < olderThanLease)
                    freed += StoredFile.Remove(path);
            }
            PosixFiles.FlushDirectory(folder);
        }
        return freed;
    }

    /// <summary>Bytes in the parts of all leases.</summary>
    public long Bytes(Guid id)
    {
        long bytes = 0;
        foreach (var folder in (string[])[layout.PartFolder(id), layout.Parts])
        {
            var directory = new DirectoryInfo(folder);
            if (!directory.Exists)
                continue;
            foreach (var part in directory.EnumerateFiles($"{id:D}.*{MediaLayout.PartSuffix}"))
                bytes += LengthOf(part);
        }
        return bytes;
    }

    /// <summary>Where the part file is: in its own folder, or where a release before this one has put it.</summary>
    public string Find(Guid id, long lease)
    {
        var (own, flat) = (layout.PartPath(id, lease), layout.FlatPartPath(id, lease));
        return !File.Exists(own) && File.Exists(flat) ? flat : own;
    }

    /// <summary>Makes the folder of a video's unfinished files.</summary>
    /// <exception cref="StorageFullException">No room for it.</exception>
    /// <exception cref="DirectoryNotFoundException">The media directory has gone: nothing is made where its volume was mounted.</exception>
    public void CreateFolder(Guid id)
    {
        if (!Directory.Exists(layout.Parts))
            throw new DirectoryNotFoundException($"The folder '{layout.Parts}' is gone.");
        try
        {
            Directory.CreateDirectory(layout.PartFolder(id));
        }
        catch (IOException error) when (StorageFull.Is(error))
        {
            throw StorageFull.From(error);
        }
    }

    /// <summary>
    /// Makes changes of names durable in the folders of these files, and the folders themselves: one made just before a crash may be
    /// visible and not yet durable.
    /// </summary>
    public void FlushFolders(params string[] paths)
    {
        foreach (var folder in paths.Select(path => Path.GetDirectoryName(path)!).Append(layout.Parts).Distinct())
        {
            if (Directory.Exists(folder))
                PosixFiles.FlushDirectory(folder);
        }
    }

    private PartOpening Open(Guid id, long lease, FileMode mode, long offset)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        SafeFileHandle? file = null;
        try
        {
            CreateFolder(id);
            var path = Find(id, lease);
            file = StoredFile.OpenToWrite(path, mode);
            if (RandomAccess.GetLength(file) < offset)
                return new(PartOutcome.TooShort, null);
            RandomAccess.SetLength(file, offset);
            var part = new PartFile(file, () => FlushFolders(path), id, lease, offset);
            file = null;
            return new(PartOutcome.Opened, part);
        }
        catch (FileNotFoundException)
        {
            return new(PartOutcome.Missing, null);
        }
        catch (IOException error) when (IsLocked(error))
        {
            return new(PartOutcome.InUse, null);
        }
        catch (IOException error) when (StorageFull.Is(error))
        {
            throw StorageFull.From(error);
        }
        finally
        {
            file?.Dispose();
        }
    }

    private static async Task<PartOutcome?> CopyAsync(string from, string to, long length, CancellationToken cancellationToken)
    {
        try
        {
            // Past the advisory lock on purpose: the writer only ever appends behind the acknowledged bytes that are read here.
            using var source = PosixFiles.OpenUnlocked(from);
            if (RandomAccess.GetLength(source) < length)
                return PartOutcome.TooShort;
            using var target = StoredFile.OpenToWrite(to, FileMode.Create);
            var buffer = new byte[CopyBytes];
            for (long offset = 0; offset < length;)
            {
                var wanted = (int)Math.Min(CopyBytes, length - offset);
                var read = await RandomAccess.ReadAsync(source, buffer.AsMemory(0, wanted), offset, cancellationToken);
                if (read == 0)
                    return PartOutcome.TooShort;
                await RandomAccess.WriteAsync(target, buffer.AsMemory(0, read), offset, cancellationToken);
                offset += read;
            }
            RandomAccess.FlushToDisk(target);
            return null;
        }
        catch (FileNotFoundException)
        {
            return PartOutcome.Missing;
        }
        catch (IOException error) when (StorageFull.Is(error))
        {
            throw StorageFull.From(error);
        }
    }

    private static long LengthOf(FileInfo part)
    {
        try
        {
            return part.Length;
        }
        catch (FileNotFoundException)
        {
            return 0; // Published or removed since it was listed.
        }
    }

    private static bool IsLocked(IOException error) =>
        error.HResult is UnixLocked or MacLocked or unchecked((int)0x80070020);
}

/// <summary>The answer to opening a part file: the file, or why there is none.</summary>
/// <param name="Outcome">What happened.</param>
/// <param name="File">The open file, to be disposed by the caller; null unless <see cref="PartOutcome.Opened"/>.</param>
public readonly record struct PartOpening(PartOutcome Outcome, PartFile? File)
{
    /// <summary>True when <see cref="File"/> is there.</summary>
    [MemberNotNullWhen(true, nameof(File))]
    public bool IsOpen => File is not null;
}

/// <summary>Why a part file was or was not opened.</summary>
public enum PartOutcome
{
    /// <summary>Open for writing at the offset that was asked for.</summary>
    Opened,

    /// <summary>There is no part file to go on with.</summary>
    Missing,

    /// <summary>The part file holds fewer bytes than the offset: what was acknowledged is not all there.</summary>
    TooShort,

    /// <summary>Another writer of the same lease holds the file open, in this process or another.</summary>
    InUse,
}
