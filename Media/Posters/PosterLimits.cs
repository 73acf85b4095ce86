namespace OrleansVideo.Media.Posters;

/// <summary>What ffmpeg may take for one try at a poster. The kernel holds it to them (setrlimit(2)), whatever the file makes of it.</summary>
public sealed record PosterLimits
{
    /// <summary>How long it may take by the clock.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How much of a processor's time it may use.</summary>
    public TimeSpan ProcessorTime { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Bytes of address space for pictures of up to 1920 × 1088 pixels.</summary>
    public long MemoryBytes { get; init; } = 2L << 30;

    /// <summary>Bytes of address space for larger pictures.</summary>
    public long MemoryBytesAbove1080p { get; init; } = 4L << 30;

    /// <summary>The largest poster, in bytes; no file that it might write may be larger either.</summary>
    public long OutputBytes { get; init; } = 16L << 20;

    /// <summary>Files that it may have open at once.</summary>
    public int OpenFiles { get; init; } = 64;

    /// <summary>
    /// Processes and threads of <see cref="User"/>. The kernel counts all of a user's, so that without one of its own ffmpeg is held to
    /// <see cref="ProcessesOfSharedUser"/>.
    /// </summary>
    public int Processes { get; init; } = 64;

    /// <summary>How far it stands back behind everything else (nice(2), 0 to 19).</summary>
    public int Niceness { get; init; } = 15;

    /// <summary>Threads that decode.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>The user that ffmpeg runs as; null for this process's own.</summary>
    public string? User { get; init; }

    /// <summary>Processes and threads of this process's own user, when ffmpeg runs as that.</summary>
    internal const int ProcessesOfSharedUser = 4096;
}
