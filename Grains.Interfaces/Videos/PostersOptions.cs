using System.ComponentModel.DataAnnotations;

namespace OrleansVideo.Videos;

/// <summary>How posters are made, and what ffmpeg may take for one: <c>OrleansVideo:Posters</c>.</summary>
public sealed class PostersOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "OrleansVideo:Posters";

    /// <summary>Whether videos get posters.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>The user that ffmpeg runs as; unset for the site's own. The site must be able to switch users.</summary>
    public string? User { get; set; }

    /// <summary>Posters that one silo makes at once; one at most of an account's videos.</summary>
    [Range(1, 64)]
    public int MaxConcurrent { get; set; } = 2;

    /// <summary>How long one try may take.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How much of a processor's time one try may use.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan MaxProcessorTime { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>Bytes of address space for pictures of up to 1920 × 1088 pixels.</summary>
    [Range(1L << 24, 1L << 40)]
    public long MaxMemoryBytes { get; set; } = 2L << 30;

    /// <summary>Bytes of address space for larger pictures.</summary>
    [Range(1L << 24, 1L << 40)]
    public long MaxMemoryBytesAbove1080p { get; set; } = 4L << 30;

    /// <summary>The largest poster, in bytes.</summary>
    [Range(1L << 10, 1L << 30)]
    public long MaxOutputBytes { get; set; } = 16L << 20;

    /// <summary>Files that ffmpeg may have open.</summary>
    [Range(16, 4096)]
    public int MaxOpenFiles { get; set; } = 64;

    /// <summary>Processes and threads that <see cref="User"/> may have.</summary>
    [Range(1, 4096)]
    public int MaxProcesses { get; set; } = 64;

    /// <summary>Threads that decode.</summary>
    [Range(1, 64)]
    public int Threads { get; set; } = 1;

    /// <summary>How far ffmpeg stands back behind everything else: 0 to 19.</summary>
    [Range(0, 19)]
    public int Niceness { get; set; } = 15;
}
