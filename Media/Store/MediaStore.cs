using Microsoft.Win32.SafeHandles;

namespace OrleansVideo.Media.Store;

/// <summary>
/// The media directory: unfinished parts, published videos, posters. A file appears under its final name whole or not at all, every
/// change of a name is durable when the call returns, and every call can be repeated after a crash at any point.
/// </summary>
/// <remarks>
/// Many processes may share one directory; none keeps anything in memory about it but when it was last seen to take a file. Calls
/// without <c>Async</c> in their name take a few system calls and no transfer of content. A directory in a file's place, or a disk error, is an <see cref="IOException"/>.
/// </remarks>
public sealed class MediaStore
{
    /// <summary>How often <see cref="CheckWritable"/> writes a file.</summary>
    public static readonly TimeSpan WriteEvery = TimeSpan.FromMinutes(1);

    /// <summary>How old <see cref="RecentAvailableBytes"/> is at most: a fast disk takes some hundred megabytes meanwhile.</summary>
    public static readonly TimeSpan MeasureEvery = TimeSpan.FromMilliseconds(200);

    private readonly MediaLayout _layout;
    private readonly PartFiles _parts;
    private readonly TimeProvider _clock;
    private readonly Func<long> _measure;
    private readonly Lock _measuring = new();
    private long? _lastWrite;
    private (long Bytes, long At)? _measured;

    /// <summary>Opens the store and creates what is missing of its folders.</summary>
    /// <param name="root">The media directory's absolute path.</param>
    /// <param name="clock">Says when <see cref="CheckWritable"/> writes again; the machine's when null.</param>
    /// <param name="measure">Tells the bytes that are free on its volume; null to ask the system.</param>
    /// <exception cref="ArgumentException">The path is relative.</exception>
    public MediaStore(string root, TimeProvider? clock = null, Func<long>? measure = null)
    {
        _clock = clock ?? TimeProvider.System;
        if (!Path.IsPathFullyQualified(root))
            throw new ArgumentException($"The media directory must be an absolute path, not '{root}'.", nameof(root));
        _layout = new MediaLayout(Path.TrimEndingDirectorySeparator(Path.GetFullPath(root)));
        _parts = new PartFiles(_layout);
        _measure = measure ?? (() => new DriveInfo(_layout.Root).AvailableFreeSpace);
        foreach (var folder in (string[])[_layout.Root, _layout.Parts, _layout.Videos, _layout.Posters])
            Directory.CreateDirectory(folder);
        PosixFiles.FlushDirectory(_layout.Root);
    }

    /// <summary>The media directory's absolute path.</summary>
    public string Root => _layout.Root;

    /// <summary>
    /// Whether the store's folders are there. They are made when it is opened, so they are missing only where the volume is not mounted
    /// any more: then no file's absence means anything.
    /// </summary>
    public bool IsPresent => Directory.Exists(_layout.Parts);

    /// <summary>Where the published video lies, or would lie.</summary>
    public string PathOf(Guid id) => _layout.VideoPath(id);

    /// <summary>Where the poster lies, or would lie.</summary>
    public string PosterPathOf(Guid id) => _layout.PosterPath(id);

    /// <summary>
    /// Where the lease's part file lies, or would lie: for reading it before it is published, once its <see cref="PartFile"/> is disposed.
    /// </summary>
    public string PartPathOf(Guid id, long lease) => _parts.Find(id, lease);

    /// <summary>Starts an empty part file; what an earlier writer of the same lease left is dropped.</summary>
    /// <returns><see cref="PartOutcome.Opened"/> or <see cref="PartOutcome.InUse"/>.</returns>
    /// <exception cref="StorageFullException">Not even an empty file can be made.</exception>
    public PartOpening CreatePart(Guid id, long lease) => _parts.Create(id, lease);

    /// <summary>Goes on with the lease's own part file at the acknowledged offset; bytes beyond it were never acknowledged and go.</summary>
    public PartOpening ContinuePart(Guid id, long lease, long offset) => _parts.Continue(id, lease, offset);

    /// <summary>
    /// Gives the acknowledged bytes of an earlier lease's part file to a newer lease. Takes no longer than a rename when the earlier
    /// writer is gone; while it still holds its file the bytes are copied, so that nothing it writes from now on can reach the new part.
    /// </summary>
    /// <param name="id">The video.</param>
    /// <param name="previousLease">The lease that wrote so far.</param>
    /// <param name="lease">The lease that writes from now on; greater than the previous one.</param>
    /// <param name="offset">Bytes acknowledged.</param>
    /// <param name="cancellationToken">Ends a copy; the call can be repeated.</param>
    /// <exception cref="StorageFullException">No room for the copy.</exception>
    public Task<PartOpening> TakeOverPartAsync(
        Guid id, long previousLease, long lease, long offset, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(lease, previousLease);
        return _parts.TakeOverAsync(id, previousLease, lease, offset, cancellationToken);
    }

    /// <summary>
    /// Makes the lease's flushed part file the video's final file, in one atomic rename that never replaces anything. The caller has
    /// completed and disposed the <see cref="PartFile"/>, and records the video only after this returned.
    /// </summary>
    /// <exception cref="StorageFullException">The volume has no room for the new name.</exception>
    /// <exception cref="DirectoryNotFoundException">The store is not <see cref="IsPresent"/>.</exception>
    public PublishOutcome Publish(Guid id, long lease)
    {
        if (!IsPresent) throw new DirectoryNotFoundException($"The media directory '{Root}' has lost its folders: its volume is not mounted.");
        var part = _parts.Find(id, lease);
        var final = _layout.VideoPath(id);
        StoredFile.RefuseDirectory(part);
        StoredFile.RefuseDirectory(final);
        CreateShard(final);
        var renamed = PosixFiles.TryRenameWithoutReplacing(part, final);
        if (!renamed && !File.Exists(final))
            return PublishOutcome.Missing;
        if (!renamed && File.Exists(part))
            return PublishOutcome.Conflict;
        FlushShard(final);
        _parts.FlushFolders(part);
        return renamed ? PublishOutcome.Published : PublishOutcome.AlreadyPublished;
    }

    /// <summary>A fresh path, on the same volume, for a poster in the making; hand it to <see cref="PublishPoster"/>.</summary>
    /// <exception cref="StorageFullException">No room for its folder.</exception>
    public string NewPosterPartPath(Guid id)
    {
        _parts.CreateFolder(id);
        return _layout.PosterPartPath(id, Guid.NewGuid());
    }

    /// <summary>Flushes a finished image and makes it the video's poster in one atomic rename, in place of an older one.</summary>
    /// <exception cref="FileNotFoundException">There is no image at that path.</exception>
    public void PublishPoster(Guid id, string imagePath)
    {
        var final = _layout.PosterPath(id);
        StoredFile.RefuseDirectory(final);
        using (var image = StoredFile.OpenToWrite(imagePath, FileMode.Open))
            RandomAccess.FlushToDisk(image);
        CreateShard(final);
        File.Move(imagePath, final, overwrite: true);
        FlushShard(final);
    }

    /// <summary>Removes one lease's part file. A missing file is success.</summary>
    /// <returns>Bytes freed.</returns>
    public long RemovePart(Guid id, long lease) => _parts.Remove(id, lease);

    /// <summary>Removes the video's part files: all (unpublished posters too), or those of leases below a number.</summary>
    /// <returns>Bytes freed.</returns>
    public long RemoveParts(Guid id, long? olderThanLease = null) => _parts.RemoveAll(id, olderThanLease);

    /// <summary>Removes the published video. A missing file is success; bytes being read stay readable to those who have it open.</summary>
    /// <returns>Bytes freed.</returns>
    public long RemoveVideo(Guid id) => RemoveFinal(_layout.VideoPath(id));

    /// <summary>Removes the poster. A missing file is success.</summary>
    /// <returns>Bytes freed.</returns>
    public long RemovePoster(Guid id) => RemoveFinal(_layout.PosterPath(id));

    /// <summary>Opens the published video for reading at any offset, for the caller to dispose; null when there is none.</summary>
    public SafeFileHandle? OpenRead(Guid id) => StoredFile.TryOpenToRead(_layout.VideoPath(id));

    /// <summary>Bytes in the published video; null when there is none.</summary>
    public long? Length(Guid id) => StoredFile.Length(_layout.VideoPath(id));

    /// <summary>Whether the video is published.</summary>
    public bool Exists(Guid id) => Length(id) is not null;

    /// <summary>Whether the video has a poster.</summary>
    public bool PosterExists(Guid id) => StoredFile.Length(_layout.PosterPath(id)) is not null;

    /// <summary>Bytes in the lease's part file, acknowledged or not; null when there is none.</summary>
    public long? PartLength(Guid id, long lease) => StoredFile.Length(_parts.Find(id, lease));

    /// <summary>Reads the published video once and digests it, to compare with what was stored; null when there is none.</summary>
    public async Task<PartContent?> ReadContentAsync(Guid id, CancellationToken cancellationToken = default)
    {
        using var file = OpenRead(id);
        if (file is null)
            return null;
        var length = RandomAccess.GetLength(file);
        return new PartContent(length, await FileDigest.ComputeAsync(file, length, cancellationToken));
    }

    /// <summary>Bytes in all of the video's part files, whatever their lease; 0 when there are none.</summary>
    public long PartBytes(Guid id) => _parts.Bytes(id);

    /// <summary>Bytes this process may still write to the volume of the media directory.</summary>
    /// <exception cref="IOException">The volume can't be asked.</exception>
    public long AvailableBytes => _measure();

    /// <summary>The same for who only shows it; null while the volume can't be asked.</summary>
    public long? TryReadAvailableBytes()
    {
        try
        {
            return AvailableBytes;
        }
        catch (IOException)
        {
            return null; // It is gone, and health says why.
        }
    }

    /// <summary>The same for who asks before each piece of a file: the volume is asked once in <see cref="MeasureEvery"/>.</summary>
    /// <exception cref="IOException">The volume can't be asked.</exception>
    public long RecentAvailableBytes
    {
        get
        {
            lock (_measuring)
            {
                if (_measured is not { } last || _clock.GetElapsedTime(last.At) >= MeasureEvery)
                    _measured = last = (_measure(), _clock.GetTimestamp());
                return last.Bytes;
            }
        }
    }

    /// <summary>
    /// Whether the media directory takes files. A file is written and removed again once in <see cref="WriteEvery"/>, and each time while
    /// that fails; in between the folder's rights and its volume are asked, as every process asks every two seconds.
    /// </summary>
    public StoreHealth CheckWritable()
    {
        if (PosixFiles.RefusesWriting(_layout.Parts) is { } refusal)
        {
            _lastWrite = null;
            return new StoreHealth(false, 0, refusal);
        }
        if (_lastWrite is { } last && _clock.GetElapsedTime(last) < WriteEvery)
            return new StoreHealth(true, AvailableBytes, null);
        _lastWrite = null;
        try
        {
            var path = Path.Combine(_layout.Parts, $"{Guid.NewGuid():N}.health");
            using (var file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write, options: FileOptions.DeleteOnClose))
                RandomAccess.Write(file, [0], 0);
            _lastWrite = _clock.GetTimestamp();
            return new StoreHealth(true, AvailableBytes, null);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // A broken, full, read-only or vanished volume is exactly what is asked about here.
            return new StoreHealth(false, 0, error.Message, error is IOException full && StorageFull.Is(full));
        }
    }

    private static void CreateShard(string finalPath)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(finalPath)!);
        }
        catch (IOException error) when (StorageFull.Is(error))
        {
            throw StorageFull.From(error);
        }
    }

    // The folder itself is flushed with its parent every time: one made just before a crash may be visible and not yet durable.
    private static void FlushShard(string finalPath)
    {
        var shard = Path.GetDirectoryName(finalPath)!;
        PosixFiles.FlushDirectory(shard);
        PosixFiles.FlushDirectory(Path.GetDirectoryName(shard)!);
    }

    private static long RemoveFinal(string path)
    {
        var freed = StoredFile.Remove(path);
        var shard = Path.GetDirectoryName(path)!;
        if (Directory.Exists(shard))
            PosixFiles.FlushDirectory(shard);
        return freed;
    }
}

/// <summary>What <see cref="MediaStore.Publish"/> found and did.</summary>
public enum PublishOutcome
{
    /// <summary>The part file has become the final file, durably.</summary>
    Published,

    /// <summary>The final file is there and this lease's part is not: published before. Made durable again, so safe to record.</summary>
    AlreadyPublished,

    /// <summary>Neither part nor final exists: the bytes were never written here or have been removed.</summary>
    Missing,

    /// <summary>
    /// A final file stands and this lease's part file stands beside it: another lease published first. Neither was touched. The caller
    /// asks the video's record which one counts, and removes the other.
    /// </summary>
    Conflict,
}

/// <summary>Whether the media directory can take a file right now.</summary>
/// <param name="IsWritable">Its rights and its volume allow it, and a byte was written and removed again within <see cref="MediaStore.WriteEvery"/>.</param>
/// <param name="AvailableBytes">Room left for this process on the volume; 0 when it cannot be asked.</param>
/// <param name="Problem">Why it is not writable, in the system's words; null when it is.</param>
/// <param name="IsFull">Whether it is not writable for want of room alone: what is there can be read, and removed.</param>
public sealed record StoreHealth(bool IsWritable, long AvailableBytes, string? Problem, bool IsFull = false);
